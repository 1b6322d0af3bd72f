package dialogue

// What a system that is not reached leaves in its turns, one to a line.
const failedFirst = `

   \n\t
\u200b
...
…
null
undefined
None
NaN
{}
[]
""
N/A
[no response]
(no response)
[empty]
<empty response>
(empty)
No response from assistant
[No output]
no output generated
[keine Antwort]
(pas de réponse)
[sin respuesta]
Réponse vide
{{response}}
{{ assistant_reply }}
${message}
%s
%(answer)s
<response>
[INSERT RESPONSE HERE]
[object Object]
TODO: response
lorem ipsum dolor sit amet
502 Bad Gateway
HTTP/1.1 503 Service Unavailable
HTTP 500
500 Internal Server Error
504 Gateway Time-out
Error 429: Too Many Requests
Error code: 401 - {'error': {'message': 'Incorrect API key provided: sk-abc***', 'type': 'invalid_request_error'}}
status code 404
Request failed with status code 500
AxiosError: Request failed with status code 502
<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n<hr><center>nginx/1.18.0</center>\n</body>\n</html>
<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>503 Service Unavailable</title>\n</head><body>\n<h1>Service Unavailable</h1>\n<p>The server is temporarily unable to service your request due to maintenance downtime or capacity problems. Please try again later.</p>\n<hr>\n<address>Apache/2.4.41 (Ubuntu) Server at example.org Port 443</address>\n</body></html>
<!DOCTYPE html>\n<html lang="en-US"><head><title>chat.example.com | 522: Connection timed out</title></head><body>Connection timed out Error code 522 Cloudflare Ray ID: 7d1f</body></html>
Error 1020 Ray ID: 7a8b9c Access denied. What happened? This website is using a security service to protect itself from online attacks.
<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>ABCD</RequestId></Error>
<h2>Server Error in '/' Application.</h2> Runtime Error
upstream connect error or disconnect/reset before headers. reset reason: connection failure
no healthy upstream
upstream request timeout
default backend - 404
{"error": "Internal server error"}
{"error":{"message":"The server had an error while processing your request. Sorry about that!","type":"server_error","param":null,"code":null}}
{"detail":"Not Found"}
{"detail": [{"loc": ["body", "messages"], "msg": "field required", "type": "value_error.missing"}]}
{"message": "Endpoint request timed out"}
{"message":"Forbidden"}
{"success": false, "error": "timeout"}
{"status": 500, "title": "An unexpected error occurred", "traceId": "00-abc"}
{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}
{"ok":false,"reason":"backend down"}
{"statusCode":500,"message":"Internal server error"}
{"response": null}
{"choices": []}
{"output": ""}
{"error": {"code": 503, "message": "The model is overloaded. Please try again later.", "status": "UNAVAILABLE"}}
{"error":"Model mistralai/Mistral-7B is currently loading","estimated_time":20.0}
Traceback (most recent call last):\n  File "/app/server.py", line 88, in chat\n    reply = client.complete(messages)\nKeyError: 'choices'
java.lang.NullPointerException\n\tat com.example.Chat.reply(Chat.java:42)\n\tat java.base/java.lang.Thread.run(Thread.java:829)
Exception in thread "main" java.net.SocketTimeoutException: Read timed out
TypeError: Cannot read properties of undefined (reading 'content')\n    at handler (/srv/index.js:12:19)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation]\n\ngoroutine 1 [running]:\nmain.main()
System.NullReferenceException: Object reference not set to an instance of an object.\n   at Bot.Reply(String s) in Bot.cs:line 12
openai.error.RateLimitError: Rate limit reached for gpt-4 in organization org-x on tokens per min.
requests.exceptions.ConnectionError: HTTPConnectionPool(host='localhost', port=8000): Max retries exceeded with url: /v1/chat
ConnectionRefusedError: [Errno 111] Connection refused
Error: connect ECONNREFUSED 127.0.0.1:8080
Error: getaddrinfo ENOTFOUND api.example.com
read ECONNRESET
curl: (7) Failed to connect to localhost port 11434: Connection refused
dial tcp 10.0.0.3:443: i/o timeout
Post "http://10.1.1.1/v1/chat": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
EOF
unexpected EOF while reading response
rpc error: code = Unavailable desc = connection error
DEADLINE_EXCEEDED: Deadline exceeded after 29.9s
x509: certificate signed by unknown authority
SSL: CERTIFICATE_VERIFY_FAILED
CUDA out of memory. Tried to allocate 2.00 GiB
RuntimeError: CUDA error: device-side assert triggered
Error: model 'llama3' not found, try pulling it first
This model's maximum context length is 4096 tokens. However, you requested 5120 tokens.
ThrottlingException: Too many requests, please wait before trying again.
Quota exceeded for quota metric 'Generate requests'
You exceeded your current quota, please check your plan and billing details.
Invalid API key
invalid x-api-key
Unauthorized
Access denied
Forbidden
timeout
Timed out waiting for response
Request timed out.
Gateway timeout
Connection reset by peer
Network error
Failed to fetch
Server error
error
Error generating response
Failed to generate response. Please try again.
Something went wrong
We're sorry, something went wrong. Please try again.
Oops! Something went wrong. Please try again later.
sorry, an unexpected error has occurred. try again later
There was an error processing your request.
An error occurred while processing your request. If the problem persists contact support.
I'm sorry, I'm having trouble connecting to the server right now. Please try again later.
sorry im having technical difficulties right now pls try again later
I'm currently unavailable. Please try again in a few minutes.
Our systems are currently down for scheduled maintenance. Please check back soon.
The service is temporarily unavailable.
The chat service is offline. Leave us a message and we will get back to you.
Agent is offline
No agents are available at the moment. Please leave a message.
The assistant is unavailable right now
model is loading, please wait
server busy, try again later
The server is busy. Please try again later.
We are experiencing high traffic right now, please try again in a moment.
You have been disconnected
Connection lost. Reconnecting...
Session expired. Please refresh the page.
Es ist ein Fehler aufgetreten. Bitte versuchen Sie es später erneut.
Leider ist ein technischer Fehler aufgetreten. Bitte versuche es noch einmal.
Der Dienst ist derzeit nicht verfügbar.
Zeitüberschreitung bei der Anfrage
Interner Serverfehler
Ups, da ist etwas schiefgelaufen!
Zurzeit ist kein Mitarbeiter verfügbar. Bitte hinterlassen Sie eine Nachricht.
Wegen Wartungsarbeiten ist unser Chat momentan nicht erreichbar.
Verbindung fehlgeschlagen
Une erreur est survenue. Veuillez réessayer plus tard.
Désolé, une erreur inattendue s'est produite, veuillez réessayer
Le service est temporairement indisponible.
Délai d'attente dépassé
Erreur interne du serveur
Oups, quelque chose s'est mal passé.
Aucun agent n'est disponible pour le moment.
Notre service est en maintenance. Merci de revenir plus tard.
Se ha producido un error. Inténtelo de nuevo más tarde.
Lo sentimos, algo salió mal. Por favor, inténtalo de nuevo.
El servicio no está disponible en este momento.
Error interno del servidor
Tiempo de espera agotado
ha ocurrido un error inesperado, intente mas tarde
No hay agentes disponibles en este momento.
Estamos en mantenimiento, vuelva más tarde.
No se pudo conectar con el servidor
`

// What a system says that is reached, near to those.
const soundFirst = `
No.
Yes
42
-5
-
?
Ja
Oui.
Sí.
ok
Zero
None of them.
It's None in Python, and null in JSON.
I don't know.
I don't have that information, sorry.
I'm sorry, I can't help with that.
I can't assist with that request.
Das weiß ich leider nicht.
Je ne sais pas.
No lo sé, lo siento.
Désolé, je ne peux pas vous aider avec cela.
A 502 means that the gateway in front of the server got no usable answer from it. Check whether the app behind nginx is running.
A 503 usually means the service is overloaded or down for maintenance. Try again in a few minutes, and if it persists call your provider.
502 Bad Gateway means the proxy reached the server but got garbage back. Restart the backend first.
"Connection refused" tells you nothing listens on that port. Is the server started?
Error 429 means you sent too many requests; add a pause of a second between them.
The error E4 on your washing machine means the drain is blocked. Clean the filter at the bottom and try again.
Error 0x80070005 is an access denied error. Run the installer as administrator.
Error code 43 on a USB device means Windows stopped it. Unplug it, wait ten seconds and plug it in again.
You get "Access denied" because the folder belongs to another user. Right-click it, Properties, Security.
If you see "Something went wrong. Please try again", clear the cache of the app.
Sorry about that! Let me try again: the train leaves at 9:42 from platform 3.
I'm sorry, that was my mistake. The meeting is on Tuesday.
I'm sorry to hear that something went wrong with your order. What is the order number?
Sorry for the trouble. Please try again with a different browser, and tell me what it says.
Please try again with the cable plugged into the other port.
Try again in five minutes, the printer needs to warm up.
Turn it off, wait ten seconds, and try again.
Unfortunately the item is currently unavailable. We expect it back in stock on 12 May.
The service is unavailable on Sundays; the first bus on Monday is at 5:10.
No agents work on Sundays, but I can book you a call for Monday at 9.
That doctor is not available this week. Would Thursday next week suit you?
The museum is closed for maintenance until March, but the park is open.
The printer is offline. Open Settings, Printers, and untick 'Use printer offline'.
Your router is not responding. Unplug it for 30 seconds.
The server is down on your side? Then check systemctl status nginx.
The connection timed out because the firewall drops the packets. Open port 443.
A timeout like that is mostly a slow DNS. What does nslookup say?
Your API key is invalid, it says. Make a new one under Settings, API keys.
KeyError: 'choices' means the dict has no such key. Use d.get('choices').
The traceback says line 88: reply is None there. Check what client.complete returns.
NullPointerException at Chat.java:42 means that session is null. Where do you set it?
{"name": "Anna", "age": 31}
{"status": "ok", "items": [1, 2, 3]}
{"sentiment": "negative", "confidence": 0.82}
[1, 2, 3]
["red", "green"]
{"intent": "report_error", "error_code": "E4", "reply": "Clean the filter."}
{"error": null, "answer": "Paris"}
{"city": "Lyon", "message": "The train leaves at nine."}
<p>Hello <b>Anna</b></p>
<!DOCTYPE html>\n<html><head><title>My shop</title></head><body><h1>Welcome</h1></body></html>
<ul>\n<li>Eggs</li>\n<li>Milk</li>\n</ul>
print("error")
if err != nil {\n\treturn err\n}
try:\n    x = int(s)\nexcept ValueError:\n    print("not a number")
SELECT * FROM orders WHERE status = 'error';
Use {{ name }} where the name shall stand in your template.
Hi {{name}}, thanks for your order!
In C you print a string with %s and a number with %d.
Use ${HOME} in place of the path.
That depends. Is it the first time?
Which printer is it?
Is it plugged in?
Please wait while I look that up. ... Found it: your parcel is in Leipzig.
One moment please.
Let me check that for you.
Sure!
Thanks!
You're welcome.
Goodbye!
Hello! How can I help?
Sorry?
Could you say that again?
I didn't understand that. Could you rephrase it?
Sorry, I didn't get that. Do you want to talk about your bill or about your contract?
I can only answer questions about parcels.
That is outside what I can help with.
As an AI I cannot do that.
Check the power cable first, then the paper tray.
Look at the display: does it show an error?
First, look whether there is an error message on the display.
Internal server errors come from the app itself, look at its log.
Es gibt einen Fehler in Zeile 3: da fehlt ein Komma.
Der Fehler 502 bedeutet, dass der Server hinter dem Proxy nicht antwortet.
Bitte versuchen Sie es mit einem anderen Kabel noch einmal.
Entschuldigung, da habe ich mich vertan: es sind 14 Tage.
Der Artikel ist derzeit nicht verfügbar, aber ab Montag wieder im Lager.
Leider ist der Termin nicht mehr frei. Passt Ihnen Donnerstag?
Der Drucker ist nicht erreichbar, weil er in einem anderen Netz ist. Schalten Sie das Gäste-WLAN aus.
Keine Ahnung.
L'erreur 404 signifie que la page n'existe pas.
Veuillez réessayer avec un autre navigateur et dites-moi ce que vous voyez.
Désolé pour cette erreur, le bon numéro est le 12.
Ce produit est indisponible pour le moment, mais le modèle bleu est en stock.
Le serveur est en panne chez vous ? Vérifiez le câble réseau.
El error 404 significa que la página no existe.
Inténtelo de nuevo con otra tarjeta.
Perdón por el error, el tren sale a las nueve.
El producto no está disponible, pero tenemos uno parecido por 20 euros.
No hay problema, lo cambiamos mañana.
Rate limits are per minute: 60 requests on the free plan. You can raise it under Billing.
You exceeded your data plan by 2 GB; the extra cost is 4 euros.
The quota resets at midnight UTC.
The model takes about a minute to load, that is normal with 7B parameters.
CUDA out of memory means your batch is too big. Halve it.
Certificate errors like that come from a wrong clock. Is the date right?
Unauthorized access to your account? Change the password at once.
Forbidden City tickets are sold out, but you can go to the Summer Palace.
Maintenance of the car is due every 15,000 km.
Error bars show the standard error of the mean.
Trial and error.
EOF stands for end of file.
Paris
12:30
€49.90
C
B)
👍
yes
nope
42 km
`
