/**
 * Passwords of at least 8 characters that attackers try first: words, names, keyboards, dates, and the favourites of
 * English and Chinese customers, in lower case. Our own collection of what is generally known; shorter ones are too short
 * anyway, and runs such as `12345678` have a rule of their own.
 */
const list = `
!@#$%^&* !@#$%^&*( !@#$%^&*() !@#$1234 !@#123456 !qaz2wsx !qaz@wsx 00000001 00001111 09876543 098765432 0987654321
0o9i8u7y 1!2@3#4$ 10010010 10086100 1008610086 10101010 101010101 10203040 1020304050 110110110 11110000 11111111a
11111112 1111111a 11112222 11118888 111222333 111222333444 112112112 11223344 1122334455 112233445566 11235813
119119119 120120120 12121212 1212121212 123000123 12301230 12306123 123123123 123123qwe 12315123 123321123 1234!@#$
12341234 12344321 12345!@#$% 123454321 1234554321 123456!@# 123456.a 12345600 123456123456 123456654321 123456780
1234567809 1234567890 1234567890- 1234567890-= 1234567891 12345678910 123456789a 123456789abc 123456789q 12345678a
12345678q 12345679 1234567a 1234567q 12345687 12345688 123456@a 123456aa 123456ab 123456abc 123456abc. 123456abcd
123456qwe 123456qwerty 12345qwert 1234qwer 1234qwerty 123654789 123abc123 123qwe123 123qweasd 123qweasdzxc 13131313
13141314 13145200 1314520520 1314520a 13145210 1314521a 13579246 1357924680 14141414 14142135 147147147 147258369
147852369 147896325 1478963250 15151515 159159159 159357456 1597532486 159753456 16161616 168168168 1681681688
168168168a 16888888 17171717 18181818 18888888 19191919 19841984 19851985 19861986 19870101 19871987 19880101
19881988 19890101 19891989 19900101 19901990 19911010 19911991 19921992 19931993 19941994 19951995 1a2b3c4d
1a2b3c4d5e 1q2w3e4r 1q2w3e4r! 1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i 1qaz!qaz 1qaz1qaz 1qaz2wsx
1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qaz@wsx 1qazxsw2 20000101 20002000 20080808 20202020 21212121 22334455 23232323
2468101214 24681357 25252525 26888888 27182818 2wsx3edc 2wsxzaq1 31415926 314159265 3141592653 321321321 33445566
369258147 44556677 456456456 456789123 518518518 52013140 5201314520 5201314a 5205201314 520520520 52113140 5211314a
521521521 55667788 66666666a 66668888 66778899 66886688 741258963 741852963 77889900 78945612 789456123 78963214
789654123 789789789 852456123 87654321a 88668866 886886886 888168168 88886666 88888888a 8888888a 88889999 963852741
987456321 98769876 98989898 99887766 \`1234567890-= a1111111 a11111111 a123123123 a123456! a123456. a1234567
a12345678 a123456789 a1234567890 a1b2c3d4 a1b2c3d4e5 a5201314 a@123456 aa112233 aa123456 aa123456. aa12345678
aa123456789 aa5201314 aa@123456 aaa12345 aaaa1111 aaaa1234 ab123456 abc112233 abc12345 abc123456 abc1234567
abc12345678 abc123456789 abc123abc abc@1234 abc@12345 abc@123456 abcabc123 abcabcabc abcd1234 abcd12345 abcd123456
abcd@1234 abcde123 abcde12345 abcdef123 abcdefg1 abcdefg123 abracadabra access123 access14 accessdenied accounting
acdc1234 admin!@# admin000 admin111 admin123 admin123! admin1234 admin12345 admin123456 admin666 admin888 admin@123
admin@1234 adminadmin administrador administrator administrator1 aini1314 airforce alejandra alejandro alejandro1
alex1234 alex12345 alexander alexander1 alexandra alexandra1 alexandre alexandru alexis123 alibaba1 alibaba123
aliyun123 aliyun@123 aloha123 amanda12 amanda123 america1 america123 american andrea123 andrew12 andrew123 android1
angel123 angel1234 angela123 angelica angelina angels123 anthony1 anthony123 anything apple123 apple1234 apple@123
aqw123456 aqwzsxedc argentina army1234 arsenal1 arsenal123 asd123456 asd123asd asd@1234 asdasdasd asdf1234 asdf12345
asdf123456 asdfasdf asdfg12345 asdfgh12 asdfgh123 asdfghjk asdfghjkl asdfghjkl1 asdfghjkl123 asdfghjkl; asdfqwer
asdqwe123 asdzxc123 ashley12 ashley123 assassin assassins asshole1 asshole123 australia australia1 autumn123
autumn2023 autumn2024 avengers azerty123 azertyui azertyuiop babybaby babyboy1 babyboy123 babydoll babygirl
babygirl1 babygirl12 babygirl123 banana123 bananas1 bangladesh barcelona barcelona1 barcelona10 baseball baseball1
baseball12 baseball123 basketball basketball1 bastard1 batman01 batman12 batman123 batman1234 beatles1 beautiful
beautiful1 beckham7 beijing1 beijing2008 benjamin benjamin1 bestfriend bestfriends bgt56yhn birthday birthday1
birthday21 bitch123 bitcoin1 blackangel blahblah blahblah1 blessed1 blessing blink182 blink1820 blockchain blueberry
bmw12345 bmw123456 bond0077 bonjour1 bonjour123 brandon1 brandon12 brandon123 brasil123 brazil123 brittany brittany1
brooklyn brooklyn1 budweiser bullshit bullshit1 bunny123 business business1 butter123 butterfly butterfly1 buzhidao
buzhidao1 california california1 callofduty cameron1 candy123 caonima1 caonima123 cardinal caroline cde34rfv
cde3vfr4 champion champion1 champion123 champions changeit changeme changeme! changeme1 changeme123 changethis
charles1 charlie1 charlie12 charlie123 charlotte cheerleader cheese123 cheesecake cheetah1 chelsea1 chelsea123
chelseafc cherry123 chevelle chevrolet chicago1 chicken1 chicken123 china123 china1234 china2008 chocolate
chocolate1 chocolate2 chongqing christian christian1 christina christina1 christine christmas christmas1 christopher
ciao1234 cinnamon client123 cocacola cocacola1 coffee123 college1 colombia colorado company1 company123 computer
computer1 computer123 contraseña cookie12 cookie123 cookies1 cookies123 corona123 corona2020 corporate corvette
counterstrike courtney covid2019 cowboys1 crypto123 crystal1 cupcake1 cupcake123 customer1 cuteness cutiepie
cyberpunk dallas123 dancer123 dancing1 daniel12 daniel123 daniela1 danielle danielle1 darkangel darthvader database
david123 david1234 david12345 deadpool1 dearbook dearbook1 death123 december december1 december12 default1
default123 demo1234 demodemo deutschland doctor123 dogecoin doggy123 dolphin1 dolphin123 dolphins dolphins1 dominic1
dongdong dontknow donttellanyone doraemon douglas1 dragon12 dragon123 dragon1234 dragonball dragonballz drowssap
drummer1 eagle123 eagles123 easter123 edcrfvtgb elephant elephant1 elizabeth elizabeth1 emergency emily123 eminem123
employee engineer england1 enterprise enterprise1 ethereum facebook facebook1 facebook123 falcon123 family123
february february14 fernanda fernando ferrari1 ferrari123 finance1 firefighter fireman1 florida1 flower123 flowers1
football football1 football12 football123 forever1 forever21 forgetit francisco frank123 frederic freedom1
freedom123 friday123 friday13 friends1 friends4ever friendship fuckme69 fuckoff1 fuckthis fuckyou! fuckyou1
fuckyou12 fuckyou123 fuckyou2 gabriel1 gabriel123 gabriela gabriella gabrielle gamer123 gaming123 gandalf1 garfield1
george12 george123 germany1 ginger12 ginger123 gingerbread goodbye1 goodluck goodmorning goodnight google123
googlegoogle gorgeous gorilla1 graduate greenday greenday1 gregory1 guangzhou guest123 guest1234 guestguest guitar12
guitar123 gymnastics hacker123 hackerman hackthis halloween halloween1 hamster1 hangzhou hannah12 hannah123
happiness happy123 happyday harley123 harleydavidson harrypotter hawkeye1 heavenly heineken hello123 hello1234
hello12345 hello123456 hello2020 hello@123 hellohello hellokitty hellokitty1 helloworld helloworld1 helloworld123
heslo123 hithere1 hockey123 hocuspocus hogwarts hola1234 hola12345 holiday1 honda123 honey123 hongkong hongkong1
hotdog123 hotstuff hottie123 houston1 hr123456 huawei123 huawei@123 icecream icecream1 idontknow ihateyou ilovecats
ilovedogs ilovegod iloveher ilovehim ilovejesus iloveme1 iloveme123 ilovemom ilovemusic ilovemymom ilovemyself
iloveu12 iloveu123 iloveyou iloveyou! iloveyou1 iloveyou12 iloveyou123 iloveyou1314 iloveyou2 iloveyou22 iloveyou3
iloveyou520 iloveyou521 iloveyou7 iluvyou1 immortal india123 india1234 india@123 indonesia instagram internet
internet1 internet123 invoice1 iphone123 ireland1 ironmaiden ironman1 ironman123 isabella isabella1 isabelle
jackdaniels jackson1 jackson5 jamesbond jamesbond007 jamesbond1 january1 january123 jasmine1 jasmine12 jasmine123
jason123 jazz1234 jellybean jellybean1 jennifer jennifer1 jennifer123 jeremy123 jessica1 jessica12 jessica123
jesus123 jesus777 jesuschrist jesusislord jesuslovesme jesussaves jonathan jonathan1 jordan123 jordan1234 jordan23
joseph123 joshua12 joshua123 juliana1 justin12 justin123 justinbieber juventus juventus1 katherine kathleen kawasaki
kenneth1 kennwort killer123 killerkiller kimberly kimberly1 kitten123 kitty123 kittycat kittycat1 kristina l12345678
lacrosse lakers123 lakers24 lamborghini laogong1 laopo520 lasvegas lauren123 lawyer123 leagueoflegends ledzeppelin
legend123 leonardo leonardo1 leopard1 letmein! letmein1 letmein12 letmein123 letmeinnow lijian123 linkedin
linkinpark linkinpark1 linux123 lion1234 liuyang1 liverpool liverpool1 liverpool123 liverpoolfc lkjhgfds lkjhgfdsa
lockdown login123 loginlogin lollipop lollipop1 london123 london2012 lorenzo1 losangeles love1234 love12345
love123456 loveless lovelove lovelove1 lovely123 loveme123 loverboy lovergirl loveyou1 loveyou123 m12345678 madison1
madison123 malaysia manager1 manager123 manchester manchesterunited manutd123 margaret maria123 mariana1 marianne
marines1 marketing marshmallow martin123 martinez master12 master123 masterkey matrix01 matrix123 matthew1
matthew123 megadeth melissa1 melissa123 mercedes mercedes1 messi1010 messi123 metallica metallica1 mexico123
michael1 michael12 michael123 michaeljordan michelle michelle1 michelle12 mickey123 mickeymouse microsoft midnight
midnight1 miguel123 military millionaire mima1234 mima123456 mimamima minecraft minecraft1 minecraft123 mnbvcxz1
mnbvcxzlkjhgfdsapoiuytrewq mohamed1 mohammed monday01 monday123 money123 money1234 moneymoney monkey12 monkey123
monkey1234 monkeyman monkeys1 monster1 monster123 montana1 moonlight motdepasse motorola muhammad muhammed music123
musiclover mustang1 mustang123 mylife123 mylove12 mylove123 mypassword mypassword1 mysecret mysql123 namaste1
nanjing1 naruto12 naruto123 narutouzumaki natalie1 natasha1 nathalie neo12345 network1 newpass123 newpassword
newyear1 newyork1 newyork123 nicholas nicholas1 nicole12 nicole123 nihao123 nihao1234 nihao123456 nintendo nirvana1
nirvana123 nissan123 nokia123 nopassword nothing1 nothing123 november november1 november11 nuannuan nurse123
october1 october10 october31 office123 oliver123 olivia123 onepiece opensesame operator oracle123 orange123 p@55w0rd
p@ssw0rd p@ssw0rd! p@ssw0rd1 p@ssw0rd123 p@ssword pa$$word pa55word pakistan pakistan1 panasonic pancakes pandemic
panther1 panthers paradise paradise1 paris123 parisparis parola123 pass1234 pass12345 pass@123 pass@1234 pass@word1
passcode passpass passphrase passport passw0rd passw0rd! passw0rd1 passw0rd123 password password! password#1
password. password00 password01 password1 password1! password11 password12 password123 password1234 password12345
password1password password2 password2020 password2021 password2022 password2023 password2024 password2025 password3
password4 password99 password@123 passwordpassword passwort passwort1 patricia patricia1 patrick1 patrick123
payroll1 peaceful peacock1 peanut12 peanut123 peanutbutter penguin1 penguin123 pepper12 pepper123 pepsi123 peter123
philippines phoenix1 phoenix123 pineapple pinkfloyd pizza123 playboy1 playboy69 playstation plmoknijb plokijuh
poiuytre poiuytrewq pokemon1 pokemon12 pokemon123 police911 popcorn1 popstar1 porsche1 porsche911 portugal postgres
postgres1 precious princesa1 princess princess1 princess12 princess123 pumpkin1 pumpkin123 puppy123 puppydog
puppylove pussycat q1234567 q12345678 q123456789 q1q2q3q4 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 q5201314 qaz123456
qazplmwsx qazwsx12 qazwsx123 qazwsxedc qazwsxedcrfv qazxsw123 qazxswedc qpalzmwo qpwoeiru qq123456 qq1234567
qq12345678 qq123456789 qq5201314 qw123456 qwe12345 qwe123456 qwe123qwe qwe5201314 qwe@1234 qweasd123 qweasdzx
qweasdzxc qweasdzxc123 qweqwe123 qweqweqwe qwer!@#$ qwer1234 qwer12345 qwer123456 qwer@1234 qwerasdf qwerasdfzxcv
qwerqwer qwert123 qwert1234 qwert12345 qwerty01 qwerty1! qwerty11 qwerty12 qwerty123 qwerty123! qwerty1234
qwerty12345 qwerty123456 qwerty77 qwerty789 qwertyas qwertyasdfgh qwertyqwerty qwertyui qwertyuio qwertyuiop
qwertyuiop1 qwertyuiop123 qwertyuiop[] qwertyuiop[]\\ qwertz123 qwertzui qwertzuiop qwewqewqe rabbit123 rainbow1
rainbow123 raspberry realmadrid rebecca1 rebecca123 redhat123 redsox04 rfv123456 rfvtgbyhn ricardo1 richard1
richard123 robert12 robert123 roberto1 rocknroll rockstar rockstar1 rodrigo1 rodriguez ronaldinho ronaldo123
ronaldo7 root1234 root12345 root123456 root@123 rootpassword rootroot runescape s12345678 sales123 samantha
samantha1 samantha123 samsung1 samsung123 samuel123 sandra123 sanfrancisco satoshi1 saturday saturday1 school123
scoobydoo scorpio1 scorpion scorpion1 scotland sebastian sebastian1 secret12 secret123 secret1234 security security1
security123 senha123 september september1 server123 service1 sesame123 sexy1234 sexybaby sexyboy1 sexygirl sexymama
shadow12 shadow123 shanghai shanghai1 shenzhen sifre123 silverado singapore singapore1 skateboard skywalker
skywalker1 slipknot slipknot1 slipknot666 snake123 snoopy123 snowboard soccer12 soccer123 soccer1234 softball
softball1 soldier1 something something1 sophie123 spider123 spiderman spiderman1 spiderman123 spongebob spongebob1
spring123 spring2021 spring2022 spring2023 spring2024 spring2025 starcraft starlight startrek startrek1 startup1
starwars starwars1 starwars123 steelers steelers1 steelers7 stephanie stephanie1 stephen1 steven123 stitch123
strawberry strawberry1 student1 student123 subaru123 sugar123 summer01 summer1! summer12 summer123 summer2020
summer2021 summer2022 summer2023 summer2024 summer2025 sunday123 sunflower sunset123 sunshine sunshine1 sunshine12
sunshine123 superman superman1 superman12 superman123 supersecret superstar superstar1 supplier support1 support123
survivor survivor1 sweetheart sweetie1 sweety123 swimming swordfish swordfish1 sysadmin system32 taylor12 taylor123
teacher1 teacher123 temp1234 temp@123 temporary tencent123 tequila1 terminator test1234 test12345 test123456
test@123 tester123 testing1 testing123 testpass testpassword testtest testtest1 testuser tgbyhnujm thailand thankyou
thankyou1 thebeatles theodore thepassword thomas12 thomas123 thursday tianshi1 tiantian tiantian1 tiffany1
tiffany123 tiger123 tiger1234 tigers123 timothy1 tinkerbell tinkerbelle toor1234 topsecret toyota123 truelove
trustno1 trustno1! trustnoone tuesday1 turtle123 twitter1 u2u2u2u2 ubuntu123 ujmikolp university usa12345 user1234
user12345 user123456 username username1 username123 useruser vacation vaccine1 valentina valentine valentine1
vanessa1 vanessa123 vanilla1 vendor123 veronica veronica1 vfr45tgb victoria victoria1 victoria123 vietnam1 vincent1
virginia volleyball w1234567 w12345678 w123456789 w5201314 wachtwoord wangjian wangluo123 wangyang warcraft warrior1
warriors watermelon wednesday weekend1 welcome! welcome01 welcome1 welcome1! welcome12 welcome123 welcome1234
welcome2 welcome2020 welcome2023 welcome2024 welcome2025 welcome@123 whatever whatever1 whatever123 whatsapp
whatsup1 william1 william12 william123 windows1 windows10 windows123 windows7 winniethepooh winter12 winter123
winter2020 winter2021 winter2022 winter2023 winter2024 winter2025 wo5201314 woaibaba woaimama woaini123 woaini1234
woaini123456 woaini1314 woaini520 woaini521 woaini88 woainilaopo woaiwojia woaiwoziji wodemima wodemima1 wolverine
worldofwarcraft woshishui wsxedcrfv x1234567 xbox3600 xiaomi123 xiaoming xiaoming123 xiaonei1 xiaoqiang xiaoxiao
xsw21qaz xsw23edc yamaha123 yangyang yangyang1 yankees1 yankees2 yourpassword youtube1 youtube123 z1234567 z12345678
z123456789 z5201314 zachary1 zachary123 zaq12wsx zaq1@wsx zaq1xsw2 zaq1zaq1 zerocool zhangjie zhangwei zhangwei123
zhongguo zhongguo1 zse45rdx zse4xdr5 zxc123456 zxcasdqwe zxcv1234 zxcvasdf zxcvb12345 zxcvbnm, zxcvbnm,./ zxcvbnm1
zxcvbnm123 zxcvbnma zz123456
`;

/** In lower case, sorted, each at least 8 characters long. */
export const commonPasswords: ReadonlySet<string> = new Set(list.trim().split(/\s+/));
