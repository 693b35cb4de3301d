/** Words that are names as often as they are words: part of a name where they stand next to one, capitalised. */
export const ambiguousNames: ReadonlySet<string> = new Set(
  `brown young long white green black grey gray park hall may king bell rose wood hill grant stone price short cook june
   april august down wells ewing stokes hampton graves fall rich love day hand head small little marshall sharp rice ray
   dean page mark will art pat sun lung may young bond power rush ward wall wise summer south west rod frank case bacon
   lot banks best waters fields rivers singer rule hunt march spring winter hope grace joy faith dawn violet lily iris
   penny ivy amber ruby pearl chase drew grey tip van so do he she shot mei jun man mat din awang busu itam an ang bin song low sin wong goh ong`.split(
    /\s+/,
  ),
)

/** Given names and family names that are hardly anything else, lower case: found in whatever case they stand. */
export const commonNames: ReadonlySet<string> = new Set(
  `james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald steven
   paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob nicholas eric jonathan
   stephen larry justin scott brandon benjamin samuel gregory alexander patrick raymond dennis jerry tyler aaron jose
   mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley
   kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia dorothy amy kathleen
   angela shirley emma brenda pamela nicole anna samantha katherine christine helen debra rachel carolyn janet maria
   catherine heather diane olivia julie joyce virginia jane alice peter henry arthur albert simon martin alan philip
   smith johnson williams jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson taylor
   moore jackson thompson harris sanchez clark ramirez lewis robinson walker allen wright nguyen flores nelson
   ahmad ahmed muhammad mohammad mohamed mohd muhamad abdul abdullah aminah aishah aisyah siti nur nurul noor fatimah
   zainab zainal ibrahim ismail hassan hussein hussain osman othman yusof yusuf razak rahman rahim karim hamid aziz azman
   azlan rosli rosnah rohani rohana hafiz hakim farid faridah faizal fauzi halim halimah hamzah haslina ali omar zulkifli
   kamal kamaruddin latifah mariam maryam mustafa nadia najib norhayati normah rashid ramli roslan roslina sabariah saiful
   salmah samad shamsuddin sharifah suhaimi sulaiman syed tengku yahya zainuddin zaleha zarina zulkarnain aiman amirul
   rajesh suresh ramesh kumar muthu krishnan subramaniam ganesan lakshmi devi priya anand balakrishnan murugan selvam
   raju ravi sivakumar letchumy govindasamy rajendran chandran nair pillai singh kaur gurdial harpreet
   tan lim lee chan wong chong cheong chua chew chia foo goh heng hui khoo koh kok kwok lau leong liew loh loke
     ong ooi phua quek seah soh tay teh teo thong toh wang zhang chen liu yang huang zhao zhou xu zhu guo
   lin luo gao liang zheng xie deng feng cai peng zeng xiao tian dong yuan jiang wei shen ding yao
   xiaoming xiaohong meiling siew hwa kow kiat seng hock boon chee keong yoke fong`.split(/\s+/),
)
