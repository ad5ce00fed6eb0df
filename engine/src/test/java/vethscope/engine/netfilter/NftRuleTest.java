package vethscope.engine.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The left side is iptables; the right side is what `iptables-translate` 1.8.9 makes of it, in nft's own symbols for
/// `and`, `or`, `xor` and without `counter`. Two that it words otherwise are marked.
class NftRuleTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            -s 10.244.0.0/16 -d 10.96.0.10/32 -p tcp -m tcp --dport 80 -j ACCEPT => ip saddr 10.244.0.0/16 ip daddr 10.96.0.10 tcp dport 80 accept
            ! -i eth0 -o veth+ -j DROP                             => iifname != "eth0" oifname "veth*" drop
            -m mark ! --mark 0x4000/0x4000 -j RETURN               => meta mark & 0x4000 != 0x4000 return
            -j MARK --set-xmark 0x4000/0x4000                      => meta mark set meta mark | 0x4000
            -j MARK --set-xmark 0x4000/0x0                         => meta mark set meta mark ^ 0x4000
            -j MARK --set-xmark 0x10/0xff                          => meta mark set meta mark & 0xffffff00 ^ 0x10
            -p udp -m multiport --dports 53,5353 -j DROP           => udp dport { 53, 5353 } drop
            -p tcp -j REJECT --reject-with tcp-reset               => meta l4proto tcp reject with tcp reset
            -j REJECT --reject-with icmp-port-unreachable          => reject with icmp port-unreachable
            -m addrtype --dst-type LOCAL -j ACCEPT                 => fib daddr type local accept
            -p icmp -m icmp --icmp-type 3/4 -j ACCEPT              => meta l4proto icmp icmp type 3 icmp code 4 accept
            """)
    void aRuleReadsAsIptablesTranslatePutsIt(String iptables, String nft) {
        assertEquals(nft, translated("-A FORWARD " + iptables, Table.FILTER, "FORWARD"));
    }

    @Test
    void translationsOfAddressesAreNftStatements() {
        assertEquals(
                "meta l4proto tcp dnat to 10.244.1.2:8080",
                translated(
                        "-t nat -A PREROUTING -p tcp -j DNAT --to-destination 10.244.1.2:8080",
                        Table.NAT,
                        "PREROUTING"));
        assertEquals(
                "ip saddr 10.0.0.1 snat to 198.51.100.1",
                translated(
                        "-t nat -A POSTROUTING -s 10.0.0.1 -j SNAT --to-source 198.51.100.1",
                        Table.NAT,
                        "POSTROUTING"));
        assertEquals(
                "masquerade fully-random",
                translated("-t nat -A POSTROUTING -j MASQUERADE --random-fully", Table.NAT, "POSTROUTING"));
    }

    /// nft(8): `ct state` is one of a set, DNAT is a bit of `ct status`.
    @Test
    void natIsAStatusAndNoState() {
        assertEquals(
                "ct state != { established, related } ct status & dnat != dnat drop",
                translated(
                        "-A FORWARD -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP",
                        Table.FILTER,
                        "FORWARD"));
    }

    /// `numgen random mod n 0` is true once in n, as `--probability 1/n` is.
    @Test
    void oneInNIsDrawnFromN() {
        assertEquals(
                "numgen random mod 3 0 accept",
                translated(
                        "-A FORWARD -m statistic --mode random --probability 0.33333333349 -j ACCEPT",
                        Table.FILTER,
                        "FORWARD"));
    }

    @Test
    void whatNftCannotSayIsTold() {
        assertEquals(
                "(none)", translated("-A FORWARD -m physdev --physdev-in eth0 -j ACCEPT", Table.FILTER, "FORWARD"));
    }

    private static String translated(String line, Table table, String chain) {
        var done = assertInstanceOf(Applied.Done.class, IptablesText.apply(Ruleset.EMPTY, line, null));
        List<Rule> rules = done.ruleset().chain(table, chain).orElseThrow().rules();
        return NftRule.text(rules.getFirst(), false).orElse("(none)");
    }
}
