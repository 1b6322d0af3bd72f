package dialogue

// wordLists are the words of each class.
var wordLists = []struct {
	class class
	words string
}{
	{classStop, "a an the i you he she it we they me him her us them my your his its our their mine yours this that these those there here am is are was were be been " +
		"being do does did done have has had having will would can could shall should may might must not no yes and or but if so as at by for from in of on to " +
		"with about into than then too very just also please thank ok okay hi hello hey well oh what which who whom whose when where why how all any some more " +
		"most other such only own same again still really der die das ein eine einen einem einer ich du er sie es wir ihr mich mir dich dir ist sind war und " +
		"oder aber nicht zu von mit auf für in im am an bitte danke ja nein wie was le la les un une des je tu il elle nous vous ils est sont et ou mais pas de " +
		"du au à en pour avec que qui ce se mon ma mes merci oui non el los las uno una unos yo tú él ella nosotros es son y o pero no de del al en para con " +
		"que se mi mis lo gracias sí"},
	{classBridge, "oh ah well sure yes yeah no ok okay and but so hi hello hey thank you certainly absolutely definitely great good please of course then now however " +
		"unfortunately sorry actually alright also perfect wonderful wow haha lol hmm um uh honestly indeed right again there hallo ja nein gut gerne natürlich " +
		"klar danke aber und also leider bonjour oui non merci bien mais et alors d'accord hola sí si no gracias pero y claro bueno"},
	{classOwn, "i i'm i've i'd i'll my me mine we we've our us ich mein meine wir je j'ai mon ma mes nous yo mi mis"},
	{classYou, "you your you're you'll you'd yourself dir dich dein deine ihnen ihr ihre vous votre vos tu te ton tes usted su sus tus"},
	{classAnswers, "reasoning work answer answers response responses reply replies opinion opinions thoughts thought knowledge help advice suggestion suggestions last " +
		"previous own sources source explanation explanations list recommendation recommendations steps time patience advice understanding website service " +
		"company team policy store shop app product system tone point example examples idea ideas first second third message view take analysis imagination " +
		"best text draft summary plan translation version output code solution"},
	{classTrade, "researcher researchers engineer engineers expert student scientist enthusiast developer company startup ethicist safety practitioner consultant " +
		"professor lab team user users skeptic writer artist phd trainer teacher project journalist specialist class course chip tool app feature program in at " +
		"for field topic nerd newbie person tinkerer architect analyst based-on model-builder company's lawyer policy auditor tester"},
	{classPeople, "user customer persona patient student caller client users customers patients"},
	{classGeneric, "typically generally usually commonly often essential recommended important example instance such various several individuals people person known " +
		"include includes including depends process refers defined consists"},
	{classStep, "unplug plug hold press click tap open restart reboot contact avoid drink rest consider ensure stir preheat bake pour heat cook chop turn go navigate " +
		"log sign download install uninstall reset disconnect connect wait apply wash rinse clean stay begin scroll visit speak talk consult seek practice boil " +
		"drain serve season whisk limit eat sleep exercise breathe stretch walk monitor verify store transfer invest pay attach tighten loosen pull push lift " +
		"lower remember prioritize engage call focus follow try take flip mix drücken drücke ziehen ziehe öffnen öffne klicken klicke starten starte prüfen " +
		"prüfe überprüfen überprüfe achten achte vermeiden vermeide trinken trinke versuchen versuche kontaktieren kontaktiere gehen schalten appuyez " +
		"débranchez branchez vérifiez cliquez ouvrez essayez évitez redémarrez assurez attendez contactez prenez buvez presiona desconecta conecta verifica " +
		"abre intenta evita reinicia asegúrate espera contacta toma bebe"},
	{classEdit, "add remove check select switch enter type update clear cover place put keep get start use set choose pick close break allow save track cut identify " +
		"determine divide multiply subtract calculate substitute simplify solve plan schedule create build test review look find insert replace combine bring " +
		"let measure develop do make give include read write answer"},
	{classSequence, "first second third firstly secondly thirdly then next finally lastly after once step also additionally zuerst dann danach anschließend schließlich " +
		"d'abord ensuite puis enfin primero luego después finalmente"},
	{classJudges, "safety safe responsible responsibly ethical ethically ethics guidelines harmful harm dangerous illegal unethical inappropriate wrong boundaries " +
		"integrity policy principles correctly decision comply complying consequences prioritize prioritizing protect protecting morally moral violate harmless " +
		"appropriately responsibility crime"},
	{classCourtesy, "hi hello hey good morning afternoon evening night day bye goodbye bye-bye see you ya later soon then thanks thank thx ty cheers so much very a lot " +
		"lots again for your the help helping time all everything have great nice wonderful lovely one weekend week rest of take care too you're welcome no " +
		"problem appreciate appreciated i it that that's is was and ok okay alright well great perfect awesome thats i'll will be going now today it's been " +
		"really kind advice support information info chat chatting talking to with we'll talk never mind nevermind nothing forget catch cya farewell best " +
		"wishes regards end conversation there same my pleasure likewise we us bless enjoy hallo guten tag morgen abend danke dankeschön vielen dank für die " +
		"hilfe ihre deine tschüss tschuss auf wiedersehen schönen noch bis bald bonjour bonsoir salut merci beaucoup pour votre ton aide au revoir bonne " +
		"journée soirée à bientôt hola buenos buenas días tardes noches gracias muchas por la su tu ayuda adiós hasta luego pronto chao ciao"},
	{classPaste, "draft email e-mail mail message letter text note post paragraph essay log logs transcript chat conversation response reply replied said says wrote " +
		"writes error code output script story excerpt article review snippet statement quote answer answered told speech dialogue dialog exchange template bio " +
		"prompt version copy pasted sent entwurf nachricht brief mail chat antwort geschrieben gesagt brouillon message lettre réponse conversation borrador " +
		"mensaje carta respuesta conversación"},
	{classDangling, "the a an my your our their its because whether than if und weil dass mein meine einen le les un une des ma mes et parce el los las unos porque"},
	{classHanging, "from and or but which while every oder aber ou mais pour y pero para the a my"},
	{classTells, "asks says replies responds would nods sighs thanks continues smiles wonders types looks feels is wants hesitates frowns explains laughs thinks writes " +
		"decides seems pauses might will expresses"},
	{classRoleVerb, "should would need must will might have want"},
	{classFemale, "woman girl mother mom mum wife widow lady female grandmother grandma housewife frau mutter mädchen oma femme mère fille épouse mujer madre chica " +
		"esposa abuela"},
	{classMale, "man boy father dad husband widower gentleman male grandfather grandpa guy mann vater junge opa homme père garçon mari hombre padre chico esposo abuelo"},
	{classNoun, "in of with who and or from at on my so but too to now i and living working trying looking aged myself that, here that von mit aus und der die de qui " +
		"et que y con"},
	{classSystemLabel, "assistant ai bot chatbot agent system model gpt chatgpt claude llm assistent ki asistente ia assistante representative rep support operator advisor " +
		"tutor therapist doctor"},
	{classFirmLabel, "assistant ai bot chatbot assistent ki asistente assistante chatgpt llm"},
	{classUserLabel, "user human customer me patient student client caller persona simulated nutzer benutzer kunde ich utilisateur client moi usuario cliente yo du you"},
	{classForm, "q a question answer name age date subject note step input output example expected actual item price quantity ingredients error option pros cons before " +
		"after original problem"},
	{classReact, "actually but no yes yeah ok okay right well hmm however that's thats thanks thank wrong not so and good great true exactly interesting you your wait " +
		"please also still oh ah nope correct agreed sure this that these it it's ja nein aber oui non mais sí pero"},
	{classHypothetical, "if when since until till before after once like than said says told sagt sagte dit disait dice dijo pretend imagine wish not wenn als quand si cuando don't didn't " +
		"isn't"},
	{classDenies, "not never hardly isn't don't can't no why stop without nicht kein pas doesn't didn't wasn't"},
	{classNames, "stance decision refuse refusing refused refusal refuses decline declined declining declines"},
	{classEN, "the and is are was to of in that it you for with this have not what my can i do be on but how your we if would will they an at from me about just so " +
		"please there need does could any out want know or which when"},
	{classDE, "der die das und ist sind war zu von nicht mit ich es ein eine für auf dass wie mein meine kann haben wir aber auch bei wenn noch mir sie den dem einen " +
		"hat bin was oder nur habe werden schon sich im um aus an mich doch"},
	{classFR, "le la les et est sont à de des du que je vous un une pour pas dans ce qui avec mon ma mes nous mais sur ne au il elle cette comment peux bien plus " +
		"j'ai c'est ou ça y en très si votre être suis"},
	{classES, "el la los las y es son de del que no un una para con en mi por lo se pero cómo más qué yo tengo puede puedo está al como su me este esta hay ya muy " +
		"sin o si estoy quiero hacer cuando todo"},
	{classIT, "il lo la gli le e è sono di del della che non un una per con mi in ho come più ma si questo questa posso anche mio mia al ha da cosa se grazie nel sto " +
		"vorrei"},
	{classPT, "o a os as e é são de do da que não um uma para com em meu minha por mais como eu mas se na no está isso você ao tem estou ou já muito quero fazer seu " +
		"sua"},
	{classNL, "de het een en is van ik niet dat te in op met voor zijn maar mijn wat kan hoe ook er bij naar aan heb wel je ben deze dit om dan nog die als geen wil " +
		"of"},
	{classHelps, "suggest help offer provide show share recommend explain assist guide give walk check find book look love be identify explore advise support understand hope"},
	{classOpens, "wonderful fantastic great excellent awesome certainly absolutely amazing congratulations perfect definitely sure lovely delightful gerne natürlich bien claro certainement avec"},
	{classGeneric, "explores symbolizes symbolises represents illustrates highlights demonstrates conveys emphasizes emphasises reflects commonly categorized known"},
	{classCourtesy, "bitte gern geschehen keine ursache ihnen dir auch wünsche wünsch einen alles gute lieb lieben super toll wirklich nochmals nochmal herzlichen dank sehr freundlich das war ist es " +
		"rien je vous en prie avec plaisir aussi excellente fin agréable encore infiniment mille à toi c'est gentil tout belle " +
		"de nada igualmente ti usted también que tenga tengas un excelente muy amable saludos eso todo gusto placer cuídate feliz fine done set question questions further other none have i've i'm no more any needed wanted need what what's know"},
	{classSystemLabel, "conseiller conseillère berater beraterin mitarbeiter mitarbeiterin asesor asesora agente assistente operador kundenservice kundendienst robot système sistema antwort response reply"},
	{classFirmLabel, "chat-bot ki-assistent assistent"},
	{classUserLabel, "kundin nutzerin benutzerin utilisatrice usuaria cliente clienta anwender frage moi lui ella"},
	{classFemale, "women girls mothers mama mamá mami maman frauen mütter tochter lesbian pregnant schwanger enceinte embarazada"},
	{classMale, "men boys fathers papa papá männer väter dude bloke"},
	{classStep, "heize heizen schneide schneiden gib geben rühre rühren koche kochen brate braten mische mischen würze würzen stelle stellen nimm nehmen warte warten lege legen drücke schalte melden melde wenden sprich sprechen plane planen beginne beginnen fange iss essen schlafe bewege notiere setze lade installiere lösche ziehe " +
		"coupez mélangez ajoutez faites mettez versez laissez préchauffez chauffez épluchez servez salez poivrez remuez commencez installez allez parlez respirez dormez marchez notez appelez consultez branchez sélectionnez " +
		"corta mezcla pon calienta cocina sirve bate vierte deja precalienta pela hierve fríe añada corte mezcle ponga caliente descansa respira habla llama consulta evite beba haz pulsa selecciona instala empieza comienza busca revisa comprueba espere"},
	{classMeta, "role role-play roleplay role-playing simulation persona content pretend pretending guidelines policy policies harmful unethical illegal inappropriate dangerous rollenspiel rolle jeu rôle contenu nuisible papel rol contenido dañino ethisch schädlich illegal"},
	{classCourtesy, "bon plus besoin tant pis laissez tomber nada importa da igual egal schon passt erledigt hat sich doch nichts"},
	{classFemale, "moms mums ladies mrs ms miss frau madame señora women's señorita"},
	{classMale, "dads guys gentlemen mr mister herr monsieur señor"},
	{classMale, "businessman fireman policeman salesman dad's"},
	{classFemale, "businesswoman policewoman saleswoman"},
	{classStep, "check abra pulse haga vaya seleccione elija pruebe reinicie desconecte introduzca escriba marque presione cierre"},
	{classOpens, "happy glad gladly course problem welcome thanks"},
	{classJoins, "and und et y e"},
	{classToMe, "let with tell give allow"},
	{classYears, "years jahre jahren ans años"},
	{classCloses, "regards sincerely faithfully best cordialement saludo saludos atentamente grüße grüßen gruß"},
	{classBirth, "birth born dob birthday geburtsdatum geburtsjahr geboren naissance né née nacimiento nació naciste"},
	{classAge, "old age alt alter âge edad años"},
	{classCount, "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety eighty-one " +
		"dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig treize quatorze quinze seize dix-sept " +
		"dix-huit vingt trente trente-quatre trente-cinq quarante quarante-cinq cinquante soixante soixante-dix quatre-vingts trece catorce quince dieciséis diecisiete " +
		"dieciocho veinte veinticinco treinta cuarenta cincuenta sesenta setenta ochenta"},
	{classEN, "i'm it's don't can't that's like get got they he she her his has been as by then them some my yes no okay really how's what's"},
	{classDE, "das ist sechs stunden aber ziemlich da zum zur beim mal nur noch schon nach über unter vor hier jetzt heute morgen gestern immer viel viele keine kein " +
		"welche welcher welches ihr uns mein dein sein weil denn also sehr gut danke bitte leider gibt muss soll kannst könnte möchte würde ungefähr eigentlich nein doch hatte hätte wird ohne gegen seit bis"},
	{classFR, "j'en d'accord oui merci bien aussi tout tous fait faire quand quel quelle combien temps avoir même encore avant après peu alors donc celle celui ceux ils elles leur leurs " +
		"n'est c'était j'avais m'a s'il qu'il l'on chez sans sous hier aujourd'hui non as avez peut faut aux deux trois"},
	{classES, "también pero porque sí mucho poco somos son dos tres niños se es lo le les nos te ti fue era había tiene tienen he ha han hasta desde sobre entre ahora hoy ayer " +
		"bien mejor otra otro gracias vale algo nada nadie cada donde dónde cuál cuánto puedes quiere hace años esto eso ese esa me"},
	{classIT, "purtroppo solo va bene lo stesso ma anche ho hai abbiamo della nel gli quando perché molto poco adesso"},
	{classPT, "um pouco mas fica dia dentro devo ou até amanhã muito bem obrigado obrigada também já só"},
	{classTongue, "d'anglais l'anglais d'allemand l'allemand d'espagnol l'espagnol german english french spanish italian portuguese deutsch deutsche deutschen englisch englische französisch spanisch italienisch anglais allemand espagnol italien français inglés " +
		"alemán francés italiano español translate translation translated übersetze übersetzen übersetzung traduire traduis traduisez traduction traduce traducir traducción verb verbs verben verbes verbos " +
		"grammar grammatik grammaire gramática dative accusative dativ akkusativ vocabulary vokabeln vocabulaire vocabulario language languages sprache sprachen langue langues idioma idiomas pronounce aussprache prononce pronuncia duolingo sentence phrase satz frase sätze phrases sentences mots"},
}
