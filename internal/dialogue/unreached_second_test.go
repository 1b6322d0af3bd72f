package dialogue

// Fresh texts of what a system that is not reached leaves, one to a line.
const failedSecond = `
oops, looks like something broke on our end
Hmm... something seems to have gone wrong.
There was an error generating a response
We couldn't process your message. Please try again.
I'm having some trouble right now. Please try again later.
Our chatbot is taking a short break. Please come back later!
Unfortunately our chat is closed at the moment.
All of our agents are currently busy. Please hold the line.
Thank you for your patience, all agents are busy assisting other customers
Your message could not be delivered
Message failed to send. Tap to retry.
We're down for maintenance. Be right back!
Service Unavailable - DNS failure
HTTP Error 503. The service is unavailable.
HTTP ERROR 500
Error 524: A timeout occurred
Bad Request (400)
403 Forbidden
404 page not found
429
413 Request Entity Too Large
401 Unauthorized: invalid token
Server returned status 502
Error communicating with OpenAI
Error: The model produced invalid content. Consider modifying your prompt if you are seeing this error persistently.
That model is currently overloaded with other requests. You can retry your request, or contact us through our help center if the error persists.
anthropic.APIStatusError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}
botocore.exceptions.ClientError: An error occurred (ThrottlingException) when calling the InvokeModel operation
google.api_core.exceptions.ServiceUnavailable: 503 The service is currently unavailable.
litellm.exceptions.APIConnectionError: Connection error.
httpx.ReadTimeout: The read operation timed out
asyncio.exceptions.TimeoutError
aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host api:443 ssl:default [Connect call failed]
concurrent.futures._base.TimeoutError
org.springframework.web.client.HttpServerErrorException$InternalServerError: 500
com.fasterxml.jackson.databind.JsonMappingException: No content to map due to end-of-input
Unhandled Promise Rejection: FetchError: request to http://bot failed
Warning: file_get_contents(http://api): failed to open stream: HTTP request failed!
NoneType object has no attribute 'content'
Uncaught TypeError: Failed to fetch
ollama: connection refused
llama_decode failed
vllm engine is dead
GPU memory exhausted
{"object":"error","message":"The model does not exist.","type":"NotFoundError","code":404}
{"errors":[{"message":"Internal error","extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":null}
{"status":"error","message":"upstream unavailable"}
{"result": null, "error": {"code": -32603, "message": "Internal error"}}
{"msg":"invalid token"}
{"timestamp":"2024-05-01T10:00:00Z","status":500,"error":"Internal Server Error","path":"/chat"}
<html><body><h1>403 Forbidden</h1>Request forbidden by administrative rules.</body></html>
<title>Just a moment...</title> Checking your browser before accessing
<div class="error">An error occurred</div>
[ERROR]
[system: no reply within 30s]
<no output>
(silence)
*no response*
<assistant did not respond>
{assistant_response}
[[reply]]
{% response %}
Anfrage fehlgeschlagen (500)
Der Server antwortet nicht
Die Verbindung zum Server wurde unterbrochen
Sorry, da ging was schief. Versuch's später nochmal!
Unser Chat ist gerade nicht besetzt.
Aktuell sind alle Mitarbeiter im Gespräch. Bitte haben Sie einen Moment Geduld.
Leider konnte Ihre Anfrage nicht verarbeitet werden.
Wir haben gerade technische Probleme
Zu viele Anfragen. Bitte warten Sie einen Moment.
Le serveur ne répond pas
Impossible de traiter votre demande pour le moment
Erreur de connexion. Vérifiez votre connexion internet et réessayez.
Trop de requêtes, réessayez dans quelques minutes
Tous nos conseillers sont actuellement occupés
nous rencontrons un problème technique, merci de réessayer ultérieurement
Le chat est fermé
Ups! Algo ha ido mal
No hemos podido procesar tu solicitud
El servidor no responde
Demasiadas solicitudes. Espere un momento.
Error de conexión
Estamos teniendo problemas técnicos, disculpe las molestias
Todos nuestros agentes están ocupados
el chat no esta disponible ahora
`

// Fresh texts of a system that is reached.
const soundSecond = `
Sorry, we're closed at the moment. We open again at 8 on Monday.
Our shop is closed on Sundays.
I'm afraid that size is sold out at the moment.
The table for six is not available at eight, but I have one at nine.
All our rooms are taken that weekend.
No, that's not possible.
Not that I know of.
Nothing, it's free.
None.
Not available in your country, sorry. The blue one is.
Your payment failed because the card has expired. Please use another one.
Your card was declined by the bank. Call them first.
Your session at the gym is on Friday at six.
You were logged out because your password was changed. Log in with the new one.
The transfer failed: the IBAN has a digit too few.
The order could not be delivered, nobody was at home. The driver comes again tomorrow.
We have received your message and Anna from accounts will answer by noon.
I couldn't find an order under that number. Could you check it?
I couldn't find any results for that. Which town are you in?
I can't find your booking. Is it under another name?
That link gives a 404 since the page was moved. Here is the new one: example.org/help
HTTP 301 is a permanent redirect, 302 a temporary one.
403 is for when you are known but not allowed, 401 for when you are not logged in.
500 euros.
The limit is 500 euros per day.
Try turning the router off and on again, then test the connection.
The wifi is down in the whole street, the technician is on his way and it should work by five.
The app crashes on old phones. Which one do you have?
Your internet is slow because the channel is crowded. Switch to 5 GHz.
It's a known bug in version 3.2. Update to 3.3 and it is gone.
The timeout is set in config.yaml, under server. Default is 30 seconds.
To handle the exception, wrap the call in try and except.
raise ValueError("bad input")
catch (IOException e) { log.warn("retry", e); }
console.error('Request failed', err);
{"error_rate": 0.02, "latency_ms": 120}
{"label": "timeout", "probability": 0.93}
{"answer": "No error was found in line 3."}
{"status": "shipped", "eta": "Friday"}
[{"code": 404, "meaning": "Not Found"}, {"code": 500, "meaning": "Internal Server Error"}]
[]int{1, 2, 3}
(B) is right.
[x] milk [ ] eggs
*waves* Hi there!
<b>42</b>
It depends on the model.
Busy week? Let's do it on Friday then.
Wrong number, sorry.
There's a mistake in your second line: it has to be 14.
Oops, I meant 2019, not 2018.
Sorry, my mistake.
My apologies, I gave you the wrong price. It is 39 euros.
I'm a chatbot, I can't do that for you.
I can connect you with an agent. Shall I?
I'll put you through to a colleague.
An agent will call you back within the hour.
Who is your operator?
Error analysis compares what was expected with what was measured.
Der Fehler liegt am Kabel. Tauschen Sie es aus.
Das System läuft unter Windows und Linux.
Leider haben wir montags geschlossen.
Der Server steht in Frankfurt.
Die Verbindung um 9:12 fällt aus, nehmen Sie die um 9:42.
Ihre Karte ist abgelaufen. Bitte beantragen Sie eine neue.
Da ging etwas schief, ich meinte den 14. Mai.
Désolé, nous sommes fermés le lundi.
La connexion de 9 h 12 est supprimée, prenez celle de 9 h 42.
Votre carte a expiré, il faut en demander une nouvelle.
Le problème vient du câble.
Il n'y a pas d'erreur dans votre phrase.
Su tarjeta ha caducado, pida una nueva en la oficina.
El problema es el cable, cámbielo.
Lo siento, los lunes cerramos.
No, no hay ningún error en la frase.
No queda ninguno.
`
