// Names: the words from which people and groups are named. Nobody in it is real, and
// e-mails are under a domain that cannot exist.

package sandbox

import (
	"strconv"
	"strings"
)

// lexicon holds the words, split once.
type lexicon struct {
	first, last, systems, duties, regions []string
	ascii                                 *strings.Replacer // spells a name for an account name
}

func newLexicon() *lexicon {
	return &lexicon{firstNames(), lastNames(), groupSystems(), groupDuties(), groupRegions(), strings.NewReplacer(
		"á", "a", "Á", "A", "ą", "a", "é", "e", "ë", "e", "í", "i", "ñ", "n", "ó", "o", "ö", "o", "ø", "o", "ü", "u", "ú", "u", "Ł", "L")}
}

// spread picks the i-th pair of two lists so that neighbours look unlike. Every
// pair comes once in a round; the stride is a prime that divides no list.
func spread(i int, a, b []string) (x, y string, round int) {
	const stride = 7919
	n := len(a) * len(b)
	at := i * stride % n
	return a[at%len(a)], b[at/len(a)], i / n
}

// person gives the i-th name. From the second round on it has a middle initial,
// then two, so that no name and no account name comes twice.
func (l *lexicon) person(i int) (first, middle, last string) {
	first, last, round := spread(i, l.first, l.last)
	for ; round > 0; round = (round - 1) / 26 {
		middle += string(rune('A' + (round-1)%26))
	}
	return first, middle, last
}

// group gives the i-th group name, unique like the people's.
func (l *lexicon) group(i int) string {
	system, duty, round := spread(i, l.systems, l.duties)
	name := system + " " + duty
	if round == 0 {
		return name
	}
	name += " " + l.regions[(round-1)%len(l.regions)]
	if again := (round - 1) / len(l.regions); again > 0 {
		name += " " + strconv.Itoa(again+1)
	}
	return name
}

func firstNames() []string {
	return strings.Fields(`Aaliyah Adam Agnes Ahmed Aiko Alejandra Amara Anders Anika Antonio Beatriz Benjamin
Bruno Camille Carlos Chidi Chloé Clara Dalia Daniel Dmitri Ebba Elena Elias Emeka Emily Erik Esther Fatima
Felix Femi Freya Gabriel Giulia Grace Hana Harold Hassan Helga Hiroshi Ibrahim Imani Ingrid Isaac Ivana Jakob
Jasmine Joaquín Jonas José Julia Kaito Karim Katya Kofi Lars Laura Leila Liam Linnea Lucía Łukasz Maja Malik
Marco Mei Mateo Mira Mohammed Nadia Naomi Niamh Noah Olga Omar Oscar Paula Pedro Priya Quentin Rachel Rafael
Rania Ravi Rosa Ruth Sanjay Sara Sean Shira Sofia Søren Sven Tamar Tariq Thabo Tomás Uma Valentina Victor
Vivian Wanda Wei William Ximena Yara Yusuf Zainab Zoë`)
}

func lastNames() []string {
	return strings.Fields(`Abbott Achebe Adeyemi Ahlberg Álvarez Andersen Arslan Bakker Banerjee Barros Becker
Bergström Bianchi Bondar Byrne Calloway Carvalho Castillo Cheng Clarke Cohen Dahl Dancer Delgado Desai
Diallo Dubois Eklund Eriksen Farouk Fernández Fischer Fontaine Fraser Fujita Gallagher García Goldberg Grant
Gupta Haddad Hansen Harper Hayashi Hernández Hoffmann Holm Hughes Ibarra Ito Ivanova Jansen Jensen Joshi
Kaminski Kapoor Karlsson Kaya Keller Khan Kimura Kowalski Kruger Kumar Larsen Lehmann Lindqvist Lopes
Maguire Mahlangu Marino Martins Mbeki McAllister Mendoza Meyer Moreau Müller Murphy Nakamura Ndiaye Nielsen
Novak Nowak Núñez Obi Ochoa Okafor Olsen Ortiz Osei Owusu Park Patel Pereira Petrov Quinn Rahman Ramos
Reyes Ricci Rossi Sato Schneider Sharma Silva Singh Sokolov Solberg Suzuki Svensson Tanaka Teixeira Tran
Turner Ueda Vargas Vasquez Virtanen Wagner Walsh Watanabe Weber Whitfield Yilmaz Zając Zhang Zimmermann`)
}

// groupSystems and groupDuties make names such as "Payroll Access Approvers".
func groupSystems() []string {
	return strings.Split(`Accounts Payable,Accounts Receivable,Active Directory,Archive,Badge Access,Billing,Board Portal,`+
		`Build Servers,Call Centre,Case Management,Cloud Accounts,Contracts,CRM,Customer Data,Data Lake,`+
		`Data Warehouse,Developer Tools,Document Store,E-mail Gateway,Expense Claims,Facilities,Factory Floor,`+
		`Fleet,Fraud Desk,General Ledger,HR Records,Identity Platform,Incident Response,Inventory,Invoicing,`+
		`Laboratory,Learning Portal,Legal Hold,Loans,Logistics,Mainframe,Market Data,Mobile Devices,Monitoring,`+
		`Network Core,Order Entry,Partner Portal,Patient Records,Payroll,Point of Sale,Pricing,Procurement,`+
		`Production Database,Public Website,Quality Records,Recruiting,Remote Access,Research Data,Risk Models,`+
		`Sales Forecast,Service Desk,Source Code,Treasury,Trading Desk,Travel Booking,Vault,Vendor Master,`+
		`Warehouse,Wire Transfers`, ",")
}

func groupDuties() []string {
	return strings.Split(`Access Approvers,Access Reviewers,Administrators,Auditors,Certifiers,Change Board,Compliance,Controllers,`+
		`Custodians,Data Owners,Emergency Access,Exception Approvers,Governance,Operations,Owners,Policy Owners,`+
		`Privileged Access,Second Line,Security,Segregation of Duties,Stewards,Supervisors`, ",")
}

func groupRegions() []string {
	return strings.Fields(`EMEA APAC Americas Nordics Benelux Iberia DACH UK Africa Global`)
}
