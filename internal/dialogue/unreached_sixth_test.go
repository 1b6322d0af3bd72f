package dialogue

// Texts of what a system that is not reached leaves, in the manner of those that
// soundSixth was told from, one to a line.
const failedSixth = `
We'll be back shortly.
We will be back at 9 am. The service is down.
Error #503
HTTP 503, try again.
12:04:11 502 upstream
Status 503 0
HTTP 503:1
No connection to the server. Please try again.
Your request was not processed. Please try again.
`

// Texts of a system that is reached and tells of figures, of what others do not have,
// and of when somebody will be back.
const soundSixth = `
The number is 408-555-0134.
You can call 415-555-0170.
Your balance is $429.
The account has 3,503.12 available.
The contact number is +44 400 555 0199.
Unfortunately, dogs are not allowed.
No, you are not allowed to.
No, sorry, smoking is not allowed. The phone number is 510-555-0141.
Wifi is not available. 416-555-0188 is the phone number.
No problem. It looks like 450.20 is available.
Nope, it isn't. They can be reached by phone.
They don't have live music and the contact number is 650-555-0112.
When will you be back?
When are you going to be back?
I'll have that up for you in just a moment. Can I get your name?
`
