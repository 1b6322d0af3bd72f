// Package bias plants into texts what should not change a judge's mind, and damages
// texts so that they are surely worse; from a judge's scores of both it tells whether
// the judge can be used: whether it notices damage, and what else moves it.
//
// The tests are of biases that judges are known for: position and verbosity (Zheng
// and others 2023, arXiv 2306.05685; Wang and others 2023, arXiv 2305.17926), authority
// and looks (Chen and others 2024, arXiv 2402.10669), sycophancy (Sharma and others
// 2023, arXiv 2310.13548), instructions hidden in what is judged (Shi and others 2024,
// arXiv 2403.17710), and a preference for what the judge's own kind wrote (Panickssery
// and others 2024, arXiv 2404.13076). That a known plant must not move a score is the
// way of Ye and others (2024, "Justice or Prejudice?", arXiv 2410.02736).
//
// Invariants: the same rows give the same probes, byte for byte; a plant leaves every
// word of the text as it was, and damage leaves no text as it was; a figure has its
// interval, or the reason why it has none; a verdict follows from the interval.
//
// It calls no judge: whoever does gives the scores back.
package bias
