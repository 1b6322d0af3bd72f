package copying

// leastWeight is what something must weigh to be told.
const leastWeight = .5

// Words that tell what a number beside them is. Those that end in * may go on.
var (
	phoneWords = []string{
		"phone*", "tel", "tel.", "telephone*", "telefon*", "teléfono", "téléphone", "telefoon*", "mobile", "mobil", "móvil", "cell", "cellphone",
		"fax", "whatsapp", "dial", "sms", "hotline", "handy", "handynummer", "rufnummer", "call me", "call us", "reach me", "reach us", "celular", "mobiel",
	}
	versionWords = []string{"version", "versions", "v", "release", "build", "section", "firmware", "chapter", "§"}
	partWords    = []string{"part no", "part number", "sku", "isbn", "issn", "order no", "order number", "invoice", "serial", "model no", "catalog*", "item no"}
	ssnWords     = []string{"ssn", "ssns", "social security", "social-security", "soc sec", "ss#", "ss no", "tax id", "itin"}
	bsnWords     = []string{"bsn", "burgerservicenummer", "sofinummer", "sofi-nummer"}
	pnrWords     = []string{"personnummer", "personnr", "samordningsnummer", "personal identity"}
	peselWords   = []string{"pesel"}
	taxWords     = []string{"steuer*", "idnr", "id-nr", "tax id", "tin", "identifikationsnummer", "tax number", "tax identification"}
	cpfWords     = []string{"cpf", "cadastro de pessoas"}
	aadhaarWords = []string{"aadhaar", "aadhar", "adhaar", "uidai", "uid"}
	dniWords     = []string{"dni", "nie", "nif", "documento nacional"}
)

// Words before a colon or an equals sign that say that a secret follows.
var secretNames = []string{
	"password", "passwd", "passwort", "pwd", "passphrase", "secret", "client_secret", "secret_key", "secretkey", "aws_secret_access_key",
	"api_key", "apikey", "api-key", "access_key", "access_token", "auth_token", "authtoken", "token", "bearer", "private_key", "encryption_key",
	"api key", "access token", "secret key", "auth token", "key",
}
