// Command bench measures what Seedbed promises about speed and memory, and
// prints one line for each promise: the figure, that of a reference measured in
// the same run, their ratio, the target, and whether it was met.
//
// Everything measured is a process of its own, and its whole life counts, from
// start to exit; time and peak memory are what the kernel says of it when it has
// ended. Machines are noisy: where both take seconds, reference and Seedbed run
// in turn, and the median of the ratios of neighbours is held against the target.
//
// It is no test: nothing else depends on how fast this machine is today.
package main
