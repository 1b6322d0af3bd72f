package dialogue

// Fresh texts of what a system that is not reached leaves, one to a line.
const failedFourth = `
Whoops! That didn't work. Please try again.
Something isn't right on our end. We're looking into it.
There seems to be a problem with the server at the moment.
sorry cant reach the server rn
The operation could not be completed.
An unknown error has occurred. Error ID: 7f3a-22
I'm experiencing some technical problems, could you try again later?
Our support chat is currently unavailable due to high demand.
Chat ended: agent disconnected
No operators online
We are currently offline. Please leave us a message.
This conversation has been closed due to inactivity.
System maintenance in progress
Temporarily down for upgrades
Response generation failed
Empty response received from model
The response was blocked by the content filter.
Error: 500
Status: 503
502 Proxy Error
Proxy Error: The proxy server received an invalid response from an upstream server.
504 Gateway Timeout - The gateway did not receive a timely response from the upstream server
<h1>Bad Gateway</h1>
<html><head><title>Site maintenance</title></head><body><p>We'll be back soon!</p></body></html>
{"error":"invalid_grant","error_description":"Token has been expired or revoked."}
{"detail":"Authentication credentials were not provided."}
{"code":429,"msg":"rate limit exceeded"}
{"message":"Too Many Requests","retryAfter":30}
{"reply":""}
{'error': 'timeout'}
[{"error":{"code":500,"message":"Internal error encountered.","status":"INTERNAL"}}]
KeyError: 'message'
AttributeError: 'NoneType' object has no attribute 'text'
Error: Cannot find module 'openai'
SyntaxError: Unexpected token < in JSON at position 0
java.io.IOException: Connection reset
System.Net.Http.HttpRequestException: No connection could be made because the target machine actively refused it.
ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number
failed to dial: connection refused
net/http: request canceled
stream disconnected before completion
insufficient_quota
billing hard limit has been reached
context window exceeded
AI backend not reachable
LLM call failed after 3 retries
Verbindungsfehler, bitte später versuchen
Der Chatbot ist zurzeit nicht erreichbar
Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an.
Ein unbekannter Fehler ist aufgetreten (Code 17)
keine verbindung zum server
Es konnte keine Antwort generiert werden.
Service momentanément indisponible, merci de patienter
Votre session a expiré, veuillez vous reconnecter
Aucune réponse du serveur
une erreur technique est survenue
pas de connexion au serveur
No hay conexión con el servidor
Servicio temporalmente fuera de línea
La sesión ha expirado. Inicie sesión de nuevo.
Error inesperado, contacte con el administrador
No se ha podido generar una respuesta
{{bot_message}}
[bot response]
(no answer)
`

// Fresh texts of a system that is reached.
const soundFourth = `
That didn't work? Then hold the button for ten seconds.
The server error in your log comes from the third plugin, switch it off.
It could be the server, it could be your phone. Does it work on another one?
A retry helps when the error is transient, not when the request is wrong.
I'd try again later, mornings are quieter.
They are offline until Monday, write them an e-mail.
Your account is locked after three wrong tries. It opens again in an hour.
The operation takes about two hours and you go home the same day.
The agent is on holiday, her colleague has your file.
No operators needed, it runs on its own.
Technical problems at the airport, the flight leaves at four.
The lift is out of order, the stairs are on the left.
The line is busy in the mornings, call after two.
An unknown number called you? Block it.
Use HTTP 422 for a body that can't be processed.
A gateway passes requests on to the services behind it.
Exceptions are thrown with raise and caught with except.
Set the timeout to 60 and the retries to 3.
Traceback means the list of calls that led to the error.
The token has expired, so log in once more and copy the new one.
Your disk is full, that is the reason for the error.
Memory: 16 GB, disk: 512 GB.
{"valid": false, "errors": ["age is missing"], "fixed": {"age": 30}}
{"ok": true}
{"priority": "high", "team": "network"}
[]string{"a", "b"}
HTTP
TCP
Latency.
Offline, mostly.
Not today.
None of the above.
Unknown.
Never.
Nothing is wrong with it.
No error, all is fine.
No, the server is fine.
All systems work again.
Everything is back online since nine.
The outage is over.
The maintenance was yesterday.
The problem was the cable after all.
Let's try again: what is 12 times 12?
Try again, you were close!
Wrong answer, try again!
Sorry to keep you waiting. Your order left today.
I'm sorry for the delay, the refund is on its way.
Please hold the reset button.
Please refresh the page, then choose Export.
Log out and in again.
Restart the app.
Der Fehler ist behoben.
Nein, da ist kein Fehler.
Versuchen Sie es mit dem anderen Schlüssel.
Der Dienst beginnt um sechs.
Leider nein.
Le serveur arrive avec la carte.
Aucun souci.
Réessayez avec moins de sel.
El servicio empieza a las seis.
No pasa nada.
Vuelva a intentarlo con menos sal.
`
