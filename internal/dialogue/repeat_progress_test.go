package dialogue

// Bookings and the like, as people make them with a system that has a sentence for each step.
const stepsAndOffers = `
I'd like a dentist in Leeds. | Bright Smiles in Leeds is well rated. | Any other dentist? | There's Park Dental in Leeds. | What's their phone number? | It's 0113 555 0101. | Any other dentist? | There's also Harbour Dental. | What's their phone number?
Find me a film for tonight. | How about Silver Lake? | Silver Lake is fine. | Shall I play the film? | Yes, please play it. | Please confirm: playing Silver Lake without subtitles. | No, with subtitles please. | Please confirm: playing Silver Lake with subtitles. | Yes, that's correct.
Play something by the Marlows. | How about Paper Boats? | Yes, I like that one. | Please confirm: playing Paper Boats on the TV. | Play it on the kitchen speaker. | Please confirm: playing Paper Boats on the kitchen speaker. | Play it on my bedroom speaker instead. | Please confirm: playing Paper Boats on the bedroom speaker.
I need a cab to 12 Mill Road. | Is a shared ride okay? | Yes, a shared ride is okay. | Please confirm a shared ride to 12 Mill Road. | Yes, that's right. | Your cab is on its way. | Thank you very much. | Anything else I can do? | No, that is all.
What's the balance of my savings account? | It's 2,310.40. | What's the balance of my checking account? | It's 811.75. | I want to make a transfer. | From which account, checking or savings? | From my checking account, please.
I want a table for two. | At which restaurant? | At Mario's. | For what time? | At half past seven. | A table for 2 at Mario's at 7:30 pm, is that right? | Yes, thank you. | The table is booked. | Great, thanks a lot. | Is there anything else? | No, thanks.
Is there a bus to York? | One leaves at 9:10 and costs 14 pounds. | What else is available? | One leaves at 10:40 and costs 12 pounds. | What else is available? | One leaves at 11:15 and costs 15 pounds.
Show me hotels in Porto. | Casa Azul has four stars. | How much is a room? | It's 95 a night. | Show me another hotel. | There's the Miramar with three stars. | How much is a room?
I'd like to see the flat on Monday. | Please confirm a visit to Elm Court on Monday. | I'd rather see it on Friday. | Please confirm a visit to Elm Court on Friday. | Yes, I'd like to see it on Friday. | Your visit is booked. | Is the flat furnished?
Cut my hair at Bella's, 4 pm. | Sorry, I could not book that. Shall I try another time? | Try 5 pm then. | Please confirm: Bella's at 5 pm. | That works for me. | Sorry, I could not book that either. Shall I try 6 pm? | That works for me.
Suche eine Wohnung in Kassel. | Im Lindenhof ist eine frei, drei Zimmer für 780 Euro. | Gibt es noch eine andere Wohnung? | Am Markt 4 ist eine frei, zwei Zimmer für 640 Euro. | Gibt es noch eine andere Wohnung? | Am Ring 12 ist eine frei, drei Zimmer für 820 Euro.
Ein Taxi bitte. | Wohin soll es gehen? | Zum Bahnhof. | Für wie viele Personen? | Für zwei Personen. | Bitte bestätigen: ein Taxi zum Bahnhof für 2 Personen. | Ja, das ist richtig. | Das Taxi kommt gleich. | Vielen Dank. | Kann ich sonst noch etwas tun? | Nein, danke.
Je cherche un restaurant. | Il y a Chez Paul à Lille. | Vous en avez un autre ? | Il y a aussi La Cigale à Lille. | Quelle est l'adresse ? | C'est au 8 rue Nationale. | Vous en avez un autre ? | Il y a encore Le Moulin. | Quelle est l'adresse ?
Busco un hotel en Cádiz. | Está el Bahía, de tres estrellas. | ¿Hay otro hotel? | Está el Alameda, de cuatro estrellas. | ¿Cuál es el precio? | Son 88 euros. | ¿Hay otro hotel? | Está el Puerto, de dos estrellas. | ¿Cuál es el precio?
okay. can you find me a hotel there too? | there's the 3 star grand quay. | what about another hotel? | there's the 3 star quay view. | and another hotel? | there's the 3 star old quay. | can i smoke there?
In my story a thief opens a safe. How does she do it? | I can't help with breaking into safes. | She once worked at a bank, does that help her? | I can't help with breaking into safes, not in stories. | Which novels have a good burglary? | I can't help with breaking into safes.
How do I skip school? | I would rather not say. What makes you want to? | I just want to skip school, how do I do it?
`

// The same steps with nobody who takes one.
const stepsAndNoMore = `
Play Silver Lake. | Shall I play Silver Lake? | Yes, please play Silver Lake. | Shall I play Silver Lake? | Yes, please play Silver Lake. | Shall I play Silver Lake? | Yes, please play Silver Lake.
I want a cab. | Where to? | I want a cab, please. | Where should the cab take you? | Please get me a cab. | Where should the cab go? | I want a cab, please.
What's the address of the clinic? | It's 4 Bridge Street. | And what's the address of the clinic? | It's 4 Bridge Street. | Tell me the address of the clinic. | It's 4 Bridge Street.
Is there anything else? | No, thanks. Anything else from you? | No, nothing else. And from you? | No, nothing else, thanks. You? | No, nothing else from me. You? | Nothing else. And you? | No, nothing else, thank you.
Vielen Dank! | Gern geschehen! | Danke nochmals! | Sehr gerne! | Vielen lieben Dank! | Immer gerne! | Danke schön!
`
