package vethscope.engine.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.origin.Origin;

class IptablesTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        -s 10.0.0.0/8 ! -d 10.1.2.3 -i eth0 -p tcp --dport 80 -j ACCEPT                    | -s 10.0.0.0/8 ! -d 10.1.2.3/32 -i eth0 -p tcp -m tcp --dport 80 -j ACCEPT
        -p tcp --dport http -s 10.9.8.7/255.0.0.0 -j OTHER                                  | -s 10.0.0.0/8 -p tcp -m tcp --dport 80 -j OTHER
        -s 0.0.0.0/0 -d 0/0 -g OTHER                                                        | refused
        -s 0.0.0.0/0 -i + -g OTHER                                                          | -g OTHER
        -m comment --comment "default/web:http cluster IP" -j RETURN                        | -m comment --comment "default/web:http cluster IP" -j RETURN
        -m comment --comment plain -j RETURN                                                | -m comment --comment plain -j RETURN
        -m comment --comment "it's \\"so\\"" -j RETURN                                      | -m comment --comment "it\\'s \\"so\\"" -j RETURN
        -p udp -m multiport --dports 53,8000:9000 -j DROP                                   | -p udp -m multiport --dports 53,8000:9000 -j DROP
        -p tcp -m tcp --dport 1:99 --sport 5: -j DROP                                       | -p tcp -m tcp --sport 5:65535 --dport 1:99 -j DROP
        -p tcp --syn -j DROP                                                                | -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j DROP
        -p tcp ! --tcp-flags ALL NONE -j DROP                                               | -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE -j DROP
        -p icmp --icmp-type echo-request -j ACCEPT                                          | -p icmp -m icmp --icmp-type 8 -j ACCEPT
        -p icmp --icmp-type fragmentation-needed -j ACCEPT                                  | -p icmp -m icmp --icmp-type 3/4 -j ACCEPT
        -p icmp --icmp-type any -j ACCEPT                                                   | -p icmp -j ACCEPT
        -m state --state ESTABLISHED,RELATED -j ACCEPT                                      | -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -m conntrack ! --ctstate DNAT,NEW -j ACCEPT                                         | -m conntrack ! --ctstate NEW,DNAT -j ACCEPT
        -m mark ! --mark 0x4000/0x4000 -j RETURN                                            | -m mark ! --mark 0x4000/0x4000 -j RETURN
        -m mark --mark 1 -j RETURN                                                          | -m mark --mark 0x1 -j RETURN
        -m connmark --mark 0x80/0x80 -j RETURN                                              | -m connmark --mark 0x80/0x80 -j RETURN
        -m addrtype --dst-type LOCAL -j OTHER                                               | -m addrtype --dst-type LOCAL -j OTHER
        -m addrtype ! --src-type LOCAL --limit-iface-in -j OTHER                            | -m addrtype ! --src-type LOCAL --limit-iface-in -j OTHER
        -m addrtype --dst-type LOCAL,BROADCAST -j OTHER                                     | -m addrtype --dst-type LOCAL,BROADCAST -j OTHER
        -m statistic --mode random --probability 0.3333333333 -j OTHER                      | -m statistic --mode random --probability 0.33333333349 -j OTHER
        -m statistic --mode nth --every 3 --packet 0 -j OTHER                               | -m statistic --mode nth --every 3 --packet 0 -j OTHER
        -m recent --name K --rcheck --seconds 10800 --reap -j OTHER                         | -m recent --rcheck --seconds 10800 --reap --name K --mask 255.255.255.255 --rsource -j OTHER
        -m recent --set -j OTHER                                                            | -m recent --set --name DEFAULT --mask 255.255.255.255 --rsource -j OTHER
        -m recent --update --hitcount 4 --rdest -j OTHER                                    | -m recent --update --hitcount 4 --name DEFAULT --mask 255.255.255.255 --rdest -j OTHER
        -m physdev --physdev-in veth+ --physdev-is-bridged -j ACCEPT                        | -m physdev --physdev-in veth+ --physdev-is-bridged -j ACCEPT
        -m limit --limit 5/min --limit-burst 10 -j LOG --log-prefix "dropped: " --log-level 4 | -m limit --limit 5/min --limit-burst 10 -j LOG --log-prefix "dropped: " --log-level 4
        -m mac ! --mac-source 2:aa:BB:0:00:01 -j ACCEPT                                     | -m mac ! --mac-source 02:aa:bb:00:00:01 -j ACCEPT
        -m pkttype ! --pkt-type bcast -j ACCEPT                                             | -m pkttype ! --pkt-type broadcast -j ACCEPT
        -m pkttype --pkt-type host -j ACCEPT                                                | -m pkttype --pkt-type unicast -j ACCEPT
        -m tos --tos 0x10 -j ACCEPT                                                         | -m tos --tos 0x10/0xff -j ACCEPT
        -m tos ! --tos Minimize-Delay -j ACCEPT                                             | -m tos ! --tos 0x10/0x3f -j ACCEPT
        -m tos --tos 16/0x1e -j ACCEPT                                                      | -m tos --tos 0x10/0x1e -j ACCEPT
        -m dscp --dscp 10 -j ACCEPT                                                         | -m dscp --dscp 0x0a -j ACCEPT
        -m dscp ! --dscp-class EF -j ACCEPT                                                 | -m dscp ! --dscp 0x2e -j ACCEPT
        -j TOS --set-tos 0x10                                                               | -j TOS --set-tos 0x10/0xff
        -j TOS --set-tos Maximize-Throughput                                                | -j TOS --set-tos 0x08/0x3f
        -j TOS --and-tos 0x10                                                               | -j TOS --set-tos 0x00/0xef
        -j TOS --or-tos 0x10                                                                | -j TOS --set-tos 0x10/0x10
        -j TOS --xor-tos 0x10                                                               | -j TOS --set-tos 0x10/0x00
        -j DSCP --set-dscp-class AF31                                                       | -j DSCP --set-dscp 0x1a
        -m connlimit --connlimit-above 2 -j DROP                                            | -m connlimit --connlimit-above 2 --connlimit-mask 32 --connlimit-saddr -j DROP
        -m connlimit --connlimit-upto 2 --connlimit-mask 24 --connlimit-daddr -j DROP       | -m connlimit --connlimit-upto 2 --connlimit-mask 24 --connlimit-daddr -j DROP
        -m connlimit ! --connlimit-above 2 -j DROP                                          | -m connlimit --connlimit-upto 2 --connlimit-mask 32 --connlimit-saddr -j DROP
        -m hashlimit --hashlimit-upto 5/min --hashlimit-name a -j DROP                      | -m hashlimit --hashlimit-upto 5/min --hashlimit-burst 5 --hashlimit-name a -j DROP
        -m hashlimit --hashlimit 5/h --hashlimit-name a2 --hashlimit-mode srcip -j DROP     | -m hashlimit --hashlimit-upto 5/hour --hashlimit-burst 5 --hashlimit-mode srcip --hashlimit-name a2 -j DROP
        -m hashlimit --hashlimit-above 10/sec --hashlimit-burst 3 --hashlimit-mode srcip,dstport --hashlimit-name b --hashlimit-srcmask 24 -j DROP | -m hashlimit --hashlimit-above 10/sec --hashlimit-burst 3 --hashlimit-mode srcip,dstport --hashlimit-name b --hashlimit-srcmask 24 -j DROP
        -m hashlimit --hashlimit-upto 5/h --hashlimit-name d --hashlimit-htable-size 32 --hashlimit-htable-expire 2000 | -m hashlimit --hashlimit-upto 5/hour --hashlimit-burst 5 --hashlimit-name d --hashlimit-htable-size 32 --hashlimit-htable-expire 2000
        -m hashlimit --hashlimit-upto 512kb/s --hashlimit-mode dstip --hashlimit-name c     | -m hashlimit --hashlimit-upto 512kb/s --hashlimit-mode dstip --hashlimit-name c
        -m limit -j DROP                                                                    | -m limit --limit 3/hour -j DROP
        -m limit --limit 7 -j DROP                                                          | -m limit --limit 7/sec -j DROP
        -m limit --limit 3/day -j DROP                                                      | -m limit --limit 3/day -j DROP
        -m socket --nowildcard --transparent -j ACCEPT                                      | -m socket --transparent --nowildcard -j ACCEPT
        -m rpfilter --invert -j DROP                                                        | -m rpfilter --invert -j DROP
        -m rpfilter --accept-local --loose --validmark                                      | -m rpfilter --loose --validmark --accept-local
        -m addrtype ! --src-type LOCAL,UNICAST --dst-type BROADCAST -j DROP                 | -m addrtype ! --src-type UNICAST,LOCAL -m addrtype --dst-type BROADCAST -j DROP
        -m addrtype --src-type THROW,NAT,XRESOLVE,ANYCAST -j DROP                           | -m addrtype --src-type ANYCAST,THROW,NAT,XRESOLVE -j DROP
        -m conntrack --ctstatus ASSURED,SEEN_REPLY -j DROP                                  | -m conntrack --ctstatus SEEN_REPLY,ASSURED -j DROP
        -m conntrack ! --ctstatus NONE -j DROP                                              | -m conntrack ! --ctstatus NONE -j DROP
        -m conntrack --ctproto tcp -j DROP                                                  | -m conntrack --ctproto 6 -j DROP
        -m policy --pol none --dir in -j ACCEPT                                             | -m policy --dir in --pol none -j ACCEPT
        -m policy --dir out --pol ipsec --strict --reqid 1                                  | -m policy --dir out --pol ipsec --strict --reqid 1
        -m devgroup --src-group 0 -j DROP                                                   | -m devgroup --src-group default -j DROP
        -m devgroup ! --dst-group 0x2/0xff -j DROP                                          | -m devgroup ! --dst-group 0x2/0xff -j DROP
        -p tcp -m ecn --ecn-tcp-cwr -j DROP                                                 | -p tcp -m ecn --ecn-tcp-cwr -j DROP
        -m ecn --ecn-ip-ect 0 -j DROP                                                       | -m ecn --ecn-ip-ect 0 -j DROP
        -m quota --quota 1000 -j ACCEPT                                                     | -m quota --quota 1000 -j ACCEPT
        -j NFLOG --nflog-prefix "a b" --nflog-group 2                                       | -j NFLOG --nflog-prefix "a b" --nflog-group 2
        -m set ! --match-set blocked src,dst -p tcp --dport 22 -j DROP                      | -p tcp -m set ! --match-set blocked src,dst -m tcp --dport 22 -j DROP
        -p gre -j ACCEPT                                                                    | -p gre -j ACCEPT
        ! -p 6 -f -j ACCEPT                                                                 | ! -p tcp -f -j ACCEPT
        -j MARK --set-mark 0x80/0x80                                                        | -j MARK --set-xmark 0x80/0x80
        -j MARK --or-mark 0x4000                                                            | -j MARK --set-xmark 0x4000/0x4000
        -j MARK --and-mark 0xff                                                             | -j MARK --set-xmark 0x0/0xffffff00
        -j MARK --xor-mark 0x4000                                                           | -j MARK --set-xmark 0x4000/0x0
        -j CONNMARK --restore-mark --mask 0x80                                              | -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80
        -j CONNMARK --save-mark                                                             | -j CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff
        -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu                 | -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
        """)
    void aRuleIsPrintedAsIptablesSavePrintsIt(String typed, String saved) {
        if (saved.equals("refused")) {
            assertInstanceOf(Applied.Malformed.class, IptablesText.apply(Ruleset.EMPTY, "-A INPUT " + typed, null));
            return;
        }
        Rule rule = Lines.rule(typed);
        assertEquals(saved, IptablesText.ruleText(rule));
        assertEquals(rule, Lines.rule(saved));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        nat    | PREROUTING  | -p tcp --dport 80 -j DNAT --to-destination 10.0.0.1-10.0.0.9:80-90 --persistent | -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.1-10.0.0.9:80-90 --persistent
        nat    | OUTPUT      | -p udp -j DNAT --to-destination :53 --random        | -p udp -j DNAT --to-destination :53 --random
        nat    | POSTROUTING | -j SNAT --to-source 10.0.0.1 --random-fully         | -j SNAT --to-source 10.0.0.1 --random-fully
        nat    | POSTROUTING | -p tcp -j MASQUERADE --to-ports 1024-2047 --random-fully | -p tcp -j MASQUERADE --to-ports 1024-2047 --random-fully
        nat    | PREROUTING  | -p tcp -j REDIRECT --to-ports 15001                 | -p tcp -j REDIRECT --to-ports 15001
        filter | FORWARD     | -p tcp -j REJECT --reject-with tcp-reset            | -p tcp -j REJECT --reject-with tcp-reset
        filter | FORWARD     | -j REJECT                                           | -j REJECT --reject-with icmp-port-unreachable
        filter | FORWARD     | -j REJECT --reject-with admin-prohib                | -j REJECT --reject-with icmp-admin-prohibited
        raw    | PREROUTING  | -j NOTRACK                                          | -j CT --notrack
        raw    | PREROUTING  | -j CT --helper ftp                                  | -j CT --helper ftp
        """)
    void aTargetOfOneTableIsPrintedAsIptablesSavePrintsIt(String table, String chain, String typed, String saved) {
        Ruleset ruleset = Lines.rules("-t " + table + " -A " + chain + " " + typed);
        assertEquals(
                saved,
                IptablesText.ruleText(
                        ruleset.chain(table(table), chain).orElseThrow().rules().getFirst()));
        assertEquals(ruleset, Lines.rules("-t " + table + " -A " + chain + " " + saved));
    }

    private static Table table(String name) {
        return Table.valueOf(name.toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        -A NOWHERE -j ACCEPT                             | there is no chain NOWHERE in the table filter
        -A INPUT -j NOWHERE                              | the table filter has no target or chain 'NOWHERE'
        -A INPUT -j FORWARD                              | the table filter has no target or chain 'FORWARD'
        -A INPUT --frobnicate 3 -j ACCEPT                | the option --frobnicate is not known here
        -A INPUT -p tcp --dport 80 banana -j ACCEPT      | 'banana' is out of place
        -A INPUT --dport 80 -j ACCEPT                    | the option --dport is not known here
        -A INPUT -p tcp --dport 70000 -j ACCEPT          | '70000' is not a port
        -A INPUT -p tcp --dport 90:80 -j ACCEPT          | 90:80 is not a range of ports: the first is larger than the last
        -A INPUT -m tcp --dport 80 -j ACCEPT             | -m tcp needs -p tcp
        -A INPUT -s 10.0.0.300 -j ACCEPT                 | '10.0.0.300' is not an address
        iptables -A INPUT -s fd00::1 -j ACCEPT           | fd00::1 is not an IPv4 address; ip6tables has rules for it
        -A INPUT -m magic -j ACCEPT                      | there is no match module 'magic'
        -A INPUT -j DNAT --to-destination 10.0.0.1       | DNAT is a target of the table nat only, not of filter
        -t nat -A PREROUTING -j MASQUERADE               | MASQUERADE cannot stand in PREROUTING
        -t nat -A PREROUTING -j DNAT --to-destination 10.0.0.1:80 | a port to translate to needs -p tcp, udp or sctp
        -t nat -A PREROUTING -j DROP                     | the nat table does not filter: DROP cannot stand in it
        -t nat -A PREROUTING -j REJECT                   | REJECT is a target of the table filter only, not of nat
        -t nat -P PREROUTING DROP                        | the nat table does not filter: its policy stays ACCEPT
        -t magic -A INPUT -j DROP                        | there is no table 'magic' here: raw, mangle, nat and filter are
        -A OUTPUT -i eth0 -j ACCEPT                      | -i cannot be asked in OUTPUT
        -A INPUT -j REJECT --reject-with tcp-reset       | --reject-with tcp-reset needs -p tcp
        -A INPUT -m comment --comment "open -j ACCEPT    | a quote is not closed
        -P KUBE-SERVICES DROP                            | there is no chain KUBE-SERVICES in the table filter
        -P INPUT REJECT                                  | 'REJECT' is not a policy: ACCEPT and DROP are
        -I INPUT 7 -j ACCEPT                             | there is no rule 7 in INPUT
        -D INPUT -j ACCEPT                               | there is no such rule in INPUT
        -N INPUT                                         | the chain INPUT exists already
        -N ACCEPT                                        | 'ACCEPT' cannot name a chain
        -s 10.0.0.1 -j ACCEPT                            | no command: the line needs -A, -I, -D, -N, -P or another of iptables' commands
        ``                                               | no command: the line needs -A, -I, -D, -N, -P or another of iptables' commands
        """)
    void whatIptablesWouldRefuseIsMalformed(String line, String sentence) {
        assertEquals(sentence, Lines.refusal(Ruleset.EMPTY, line, Locale.ENGLISH));
        String chinese = Lines.refusal(Ruleset.EMPTY, line, Locale.CHINESE);
        assertTrue(chinese.codePoints().anyMatch(Character::isIdeographic), chinese);
    }

    @Test
    void aJumpThatWouldGoRoundIsRefused() {
        Ruleset ruleset = Lines.rules("-N A\n-N B\n-A A -j B");
        assertEquals("the jump from B to A would lead back to B", Lines.refusal(ruleset, "-A B -g A", Locale.ENGLISH));
    }

    @Test
    void commandsInsertDeleteReplaceFlushAndSetThePolicy() {
        Ruleset ruleset = Lines.rules("""
            iptables -A FORWARD -i a -j ACCEPT
            -I FORWARD -i b -j ACCEPT
            -I FORWARD 2 -i c -j ACCEPT
            -R FORWARD 1 -i d -j ACCEPT
            -D FORWARD -i a -j ACCEPT
            -P FORWARD DROP
            -N SPARE
            -X SPARE
            -t nat -A POSTROUTING -j ACCEPT
            -t nat -F POSTROUTING
            """);
        assertEquals("""
            *nat
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            COMMIT
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD DROP [0:0]
            :OUTPUT ACCEPT [0:0]
            -A FORWARD -i d -j ACCEPT
            -A FORWARD -i c -j ACCEPT
            COMMIT
            """, IptablesText.print(ruleset));
        assertEquals(new Applied.Done(ruleset), IptablesText.parse(IptablesText.print(ruleset)));
    }

    @Test
    void severalAddressesMakeSeveralRules() {
        Ruleset ruleset = Lines.rules("-A INPUT -s 10.0.0.1,10.0.0.2 -d 10.1.0.0/16,10.2.0.0/16 -j DROP");
        assertEquals(
                List.of(
                        "-s 10.0.0.1/32 -d 10.1.0.0/16 -j DROP",
                        "-s 10.0.0.1/32 -d 10.2.0.0/16 -j DROP",
                        "-s 10.0.0.2/32 -d 10.1.0.0/16 -j DROP",
                        "-s 10.0.0.2/32 -d 10.2.0.0/16 -j DROP"),
                ruleset.chain(Table.FILTER, "INPUT").orElseThrow().rules().stream()
                        .map(IptablesText::ruleText)
                        .toList());
    }

    @Test
    void ip6tablesHasItsOwnRules() {
        Ruleset ruleset = Lines.rules("""
            ip6tables -A INPUT -s fd00::/8 -p ipv6-icmp --icmpv6-type echo-request -j REJECT
            ip6tables -t nat -A PREROUTING -p tcp -d fd00::1 -j DNAT --to-destination [fd00::2]:80
            """);
        assertTrue(ruleset.chain(Table.FILTER, "INPUT").isEmpty());
        String saved = IptablesText.print6(ruleset);
        assertTrue(
                saved.contains(
                        "-A INPUT -s fd00::/8 -p ipv6-icmp -m icmp6 --icmpv6-type 128 -j REJECT --reject-with icmp6-port-unreachable\n"),
                saved);
        assertTrue(
                saved.contains("-A PREROUTING -d fd00::1/128 -p tcp -j DNAT --to-destination [fd00::2]:80\n"), saved);
        assertEquals(new Applied.Done(ruleset), IptablesText.parse6(saved));
    }

    @Test
    void savedTextWithAMistakeNamesTheLine() {
        String save =
                "# Generated\n*filter\n:INPUT ACCEPT [0:0]\n[3:180] -A INPUT -j ACCEPT\n-A INPUT -j GONE\nCOMMIT\n";
        assertEquals(
                new Applied.Malformed("-A INPUT -j GONE", "target.none", List.of("GONE", "filter")),
                IptablesText.parse(save));
    }

    @Test
    void theOriginOfAMachinesOwnRuleIsKept() {
        var done = assertInstanceOf(
                Applied.Done.class,
                IptablesText.apply(
                        Ruleset.EMPTY,
                        "-A INPUT -j DROP",
                        Origin.ownRules("vm1").line(2)));
        assertEquals(
                new Origin(Origin.Kind.OWN_RULES, "vm1", 2),
                done.ruleset()
                        .chain(Table.FILTER, "INPUT")
                        .orElseThrow()
                        .rules()
                        .getFirst()
                        .origin());
    }
}
