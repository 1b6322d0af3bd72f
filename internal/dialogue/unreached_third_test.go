package dialogue

// Fresh texts of what a system that is not reached leaves, one to a line.
const failedThird = `
We hit a snag. Give it another go in a minute.
uh oh, we ran into a problem
Sorry about that, our servers are having a hard time right now.
The bot is not responding.
Bot is currently offline, try later
Could not reach the assistant service.
The request could not be completed due to an internal fault.
It looks like the connection was interrupted. Please reload the page.
Sorry, I'm not able to respond right now.
I seem to be having a technical issue. Please try again shortly.
Apologies, but our AI service is experiencing an outage.
We're sorry! This service is not available in the moment.
Live chat is not available outside business hours.
Nobody is available to chat right now. Leave your email and we'll get back to you.
You are number 14 in the queue.
Please wait while we connect you to an agent...
Connecting...
Your session has timed out due to inactivity.
Error 500 - Internal Server Error
502 - Web server received an invalid response while acting as a gateway or proxy server.
HTTP Status 404 – Not Found
Error 503 Backend fetch failed\n\nBackend fetch failed\n\nGuru Meditation:\n\nXID: 12345\n\nVarnish cache server
The page you are looking for is temporarily unavailable. Please try again later.
This site can't be reached
ERR_CONNECTION_REFUSED
Could not resolve host: api.internal
SSL handshake failed
Error: self-signed certificate
Invalid authentication credentials
Missing Authentication Token
Your API key has expired. Please renew the API key.
User rate limit exceeded
Rate limit reached. Please slow down.
You have reached your daily message limit. Please try again tomorrow.
Insufficient credits. Please top up your account.
Model not found: gpt-5-turbo
The model is still warming up, please retry in 20s
CUDA kernel errors might be asynchronously reported at some other API call
Process killed (signal 9)
Error: spawn ENOMEM
ValueError: Expected a string but got None
json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)
ReferenceError: response is not defined
Microsoft.Data.SqlClient.SqlException (0x80131904): Timeout expired.
grpc._channel._InactiveRpcError: <_InactiveRpcError of RPC that terminated with: status = StatusCode.UNAVAILABLE
Exception: no response
fatal: unable to access backend
{"error_code":"RATE_LIMITED","error_message":"too many requests"}
{"code":"InternalError","message":"We encountered an internal error. Please try again."}
{"fault":{"faultstring":"Gateway Timeout","detail":{"errorcode":"messaging.adaptors.http.flow.GatewayTimeout"}}}
{"answer": null, "sources": []}
{"Message":"An error has occurred."}
<html><head><title>Error</title></head><body>Cannot POST /api/chat</body></html>
<response></response>
[undefined]
<empty>
---
Antwort: null
Fehler 503: Dienst nicht verfügbar
Unerwarteter Fehler. Bitte laden Sie die Seite neu.
da ist leider was schiefgegangen, probier es gleich nochmal
Der Assistent ist momentan offline.
Verbindung verloren, neuer Versuch in 10 Sekunden
Wir sind gleich wieder da!
Erreur 500
Le serveur a rencontré une erreur interne
Connexion au serveur impossible
L'assistant n'est pas disponible actuellement, revenez un peu plus tard
petit souci technique de notre côté, réessaie dans un instant
Error 404: no encontrado
No se ha podido establecer la conexión
El asistente no se encuentra disponible por el momento
Sesión caducada, vuelva a iniciar sesión
uy, hubo un problema, intenta otra vez
`

// Fresh texts of a system that is reached.
const soundThird = `
The connection at 9:42 is cancelled, take the one at 10:12.
I can't find that file. Is it in the folder Downloads?
I'm not able to say, since I don't know your contract.
I can't share that information.
I'm unable to give medical advice.
I won't answer that.
No response from them yet, I'm afraid. I'll write again tomorrow.
They have not responded yet.
Your ticket has been closed. Do you want to open it again?
The request was denied by your landlord, not by us.
Your request has been received and is being processed. Reference 4411.
The number you gave is invalid, it lacks a digit.
That coupon has expired.
Your visa expires in May.
Wrong. It's Canberra.
Not quite: it is 7 times 8, so 56.
Something is wrong with line 4: the bracket is not closed.
The server in your restaurant should get 15 percent.
A server is a machine that answers requests of others.
Your limit was exceeded by 20 euros, which is why the fee came up.
The service costs 12 euros a month.
Service starts at noon.
Agents earn about 3 percent.
The system has three parts: a pump, a tank and a valve.
Technical issues with the pump are covered by the warranty.
The pump failed because it ran dry.
I see error E18 in the manual: the filter is clogged. Clean it under hot water.
To fix the 503, scale the deployment up to three replicas.
Restart the server with sudo systemctl restart nginx.
Run docker ps to see whether the container is up.
Increase proxy_read_timeout to 120 s.
Use exponential backoff when you get rate limited.
ECONNREFUSED: nothing listens on that port. Start the database first.
The stack trace points to line 42, where user is null.
"NoneType object has no attribute" is Python's way to tell you the function returned nothing.
except requests.exceptions.Timeout:\n    retry()
throw new Error("not implemented");
{"title": "Error Handling in Go", "pages": 240}
{"type": "bug", "severity": "high", "summary": "Login fails after timeout"}
{"translation": "Es ist ein Fehler aufgetreten."}
"Es ist ein Fehler aufgetreten" is what you would write in German.
In French: "Une erreur est survenue".
Here you go: "We are sorry, our service is down for maintenance tonight from 10 to 12. Thank you for your patience."
404 Not Found is also the name of a band from Leipzig.
It's offline, so no internet is needed.
The game works offline.
Loading takes two minutes with a crane.
The truck is overloaded by 200 kg.
Traffic is high on the A7, take the A1.
Maintenance costs about 200 a year.
Please wait until the dough has risen, about an hour.
Try again tomorrow, the office opens at nine.
Busy line? Call after six.
Sorry, no dogs.
Sorry, I'm busy on Tuesday. Wednesday?
No problem!
No worries, that happens.
Der Akku ist leer. Laden Sie ihn auf.
Die Anfrage haben wir an die Technik weitergeleitet, Sie hören bis Freitag von uns.
Ein Zeitlimit gibt es nicht.
Falsch, es heißt "dem Mann".
La ligne 4 est en panne, prenez le bus 12.
Votre demande est en cours de traitement, comptez trois jours.
Pas de problème.
La línea 4 está cortada, tome el autobús 12.
Su solicitud está en trámite, tarda tres días.
Sin problema.
`
