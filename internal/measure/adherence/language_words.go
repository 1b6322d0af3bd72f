package adherence

// languages are told by the words that are most frequent in them, of texts in Latin
// letters, and by their script otherwise. Words that several share tell less.
var languages = []struct{ code, name, words string }{
	{"en", "English", "the and of to in is that it was for on are with as they at be this have from or had by but not what all were we when your can said there an each which she do how their if will up other about out many then them these so some her would make like him into has look two more go no way could my than been who its now did get come made may he you his i"},
	{"de", "German", "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde ich wir ihr kann wenn ihre unter sehr mein"},
	{"fr", "French", "de la le et les des en un une du dans est que pour qui sur par plus pas au avec ce il sont se ne sa son ou mais nous vous je elle été cette ses comme aux leur être tout fait même deux après très aussi sans peut ont était dont où ces mon ils"},
	{"es", "Spanish", "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué sólo han yo hay vez puede todos así"},
	{"it", "Italian", "di che e la il un a per in una sono mi si ho lo ma ti con cosa le no da non come io se questo qui bene tu solo me del ci nel della gli alla più anche dei è ha al delle i dal suo sua quando perché nella molto essere loro fatto era stato degli tutto"},
	{"pt", "Portuguese", "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você tinha foram essa num nem"},
	{"nl", "Dutch", "de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om hem dan zou of wat mijn men dit zo door over ze zich bij ook tot je mij uit der daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu ge geen omdat iets worden toch al waren veel meer doen toen moet ben zonder kan hun dus alles onder ja eens hier wie werd"},
	{"sv", "Swedish", "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när år under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade alla andra mycket än här då sedan över bara in blir upp även vad få två vill ha många hur mer går"},
	{"da", "Danish", "og i at det er en til af på den for med de der han ikke et har som var jeg fra om men så vi kan sig ved hun blev eller have skal efter nu os når meget bliver være ville hvad også kun op ud mod under havde denne her noget alle man deres mig skulle hvor kunne jo"},
	{"no", "Norwegian", "og i det på er til som en å for av at har med de ikke den han om et fra men vi var jeg seg så kan blir ble skal ved etter også eller nå være hadde ut sin når opp kunne noe mot over hun mye dette bare vil der mer hva ha må inn meg deg hvor alle"},
	{"fi", "Finnish", "ja on ei se että oli hän mutta joka ovat kun myös mitä niin kuin sen hänen jos olla tai mukaan ole vain nyt sitä voi kanssa vielä siitä minä sekä jo ollut ennen kaikki tämä tässä joten koska sitten minun me he te olen olisi hyvin paljon"},
	{"pl", "Polish", "w i na z do to że się nie jest o jak za od po co dla tak ale przez są oraz już było tym być może tego jego tylko czy był ich tej jej przed które która który także jednak ma bardzo nas jako gdy pod bez lub więc przy też jeszcze mnie"},
	{"cs", "Czech", "a v se na je že to s z do i o k ve pro jsem by si tak jako za jsou ale po aby byl už který jeho která co od nebo které tím při podle jen až být bylo pak kde jak není může také když bude této jejich však velmi"},
	{"ro", "Romanian", "de și în a la cu pe că o din nu un este pentru care mai ce sunt fi au al sau dar ca lor prin după se lui îi să am fost era până acest această când foarte cel cele toate decât atunci aici unei unui între"},
	{"hu", "Hungarian", "a az és hogy nem is egy van ez meg azt csak már ha de volt mint még vagy el kell mert ki én te ő mi lehet minden most akkor után csak nagyon itt ezt annak azonban valamint illetve között szerint során"},
	{"tr", "Turkish", "ve bir bu da de için çok ile ne daha gibi en o kadar olarak sonra var ama mi olan her ben değil ya ki diye olduğunu sen şey iki bana onun zaman yok göre olduğu hiç nasıl biz benim içinde ise kendi"},
	{"id", "Indonesian", "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke karena ada mereka oleh saya bisa sudah kita atau seperti orang telah lebih kami adalah tersebut anda dia sebagai bahwa dapat banyak kepada lain setelah harus"},
	{"vi", "Vietnamese", "và của là có không được cho một người trong những với các để đã này khi đó từ về ra như cũng thì vào tôi đến nhiều sẽ phải nhưng rất trên theo bạn lại làm hơn nếu vì sau"},
	{"ru", "Russian", "и в не на что я он с как это по но из у за то все так его же от бы к о для вы мы она они если уже или быть был была были её их когда только ещё меня очень можно нет есть"},
	{"uk", "Ukrainian", "і в не на що я він з як це по але із у за то все так його ж від би до о для ви ми вона вони якщо вже або бути був була були її їх коли тільки ще мене дуже можна немає є та цей який"},
}

// scripts are those of languages that are told by their letters alone.
var scripts = []struct{ code, name string }{
	{"zh", "Chinese"},
	{"ja", "Japanese"},
	{"ko", "Korean"},
	{"ar", "Arabic script"},
	{"he", "Hebrew"},
	{"hi", "Devanagari script"},
	{"el", "Greek"},
	{"th", "Thai"},
}
