package dialogue

// Fresh texts of what a system that is not reached leaves, one to a line.
const failedFifth = `
Sorry, I ran into an error while answering. Please try again.
The assistant encountered a problem and had to stop.
We are currently experiencing server problems. Please be patient.
Sorry, our system is temporarily down.
Unable to connect to the chat server.
Internal error. Please contact support.
Connection to the model was lost
No response was generated.
Your request timed out. Please try again.
Service temporarily overloaded
503
HTTP 429 Too Many Requests
Error: Request failed with status code 401
{"error":{"type":"server_error","message":"Please retry"}}
{"detail":"Internal Server Error"}
{"message":null}
<html><head><title>500 Internal Server Error</title></head><body><h1>Internal Server Error</h1></body></html>
ConnectionError: Failed to establish a new connection
TimeoutError: timed out
RuntimeError: Event loop is closed
Unser System ist derzeit überlastet, bitte versuchen Sie es später noch einmal.
Technischer Fehler. Bitte kontaktieren Sie den Support.
Verbindung zum Server fehlgeschlagen
Problème de connexion au serveur, veuillez réessayer
Notre assistant est momentanément indisponible
Une erreur interne est survenue, merci de contacter le support
Error de servidor, inténtelo más tarde
El sistema no está disponible temporalmente
Hubo un error al procesar su mensaje
[connection lost]
`

// Fresh texts of a system that is reached.
const soundFifth = `
The error is in cell B4: it should be a plus.
Servers earn tips, cooks mostly don't.
Your train is delayed by ten minutes because of a fault at Ulm.
Your parcel got lost, I'm sending a new one today.
The site is under construction until June.
Please try the second key, the first one is for the cellar.
That service is no longer offered, but the bus goes every hour.
A 500 in the log at 9:14, so it is the app and not the network.
I don't have access to your calendar.
I can't open links.
There is no direct connection, you change in Kassel.
The pool is closed for maintenance.
The model is out of stock.
Check the error log and send me the last ten lines.
Your password has expired, choose a new one at the login.
Request denied, then? You can appeal within a month.
The battery failed the test.
Loading dose: 500 mg.
Sorry, there was a mix-up: it is gate 14.
{"answer": 42}
Die Verbindung ist direkt, ohne Umstieg.
Der Server bringt gleich die Karte.
Das Problem kenne ich, da hilft ein neuer Filter.
Le problème est connu, il faut changer le joint.
Il n'y a pas de service le dimanche.
No hay servicio los domingos.
El error está en la segunda suma.
Nada.
Rien.
Nichts.
`
