package vethscope.model.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    10.0.0.1,                              10.0.0.1
                    010.001.0.08,                          10.1.0.8
                    255.255.255.255,                       255.255.255.255
                    ::,                                    ::
                    ::1,                                   ::1
                    1::,                                   1::
                    2001:DB8:0:0:1:0:0:1,                  2001:db8::1:0:0:1
                    2001:db8:0:1:1:1:1:1,                  2001:db8:0:1:1:1:1:1
                    1:0:0:2:0:0:0:3,                       1:0:0:2::3
                    fe80::1:2:3:4,                         fe80::1:2:3:4
                    1:2:3:4:5:6:7::,                       1:2:3:4:5:6:7:0
                    ::2:3:4:5:6:7:8,                       0:2:3:4:5:6:7:8
                    64:ff9b::192.0.2.1,                    64:ff9b::c000:201
                    ::ffff:a00:1,                          ::ffff:10.0.0.1
                    ::fffe:a00:1,                          ::fffe:a00:1
                    0000001.2.3.4,                         1.2.3.4
                    """)
    void readsAndPrintsCanonically(String text, String canonical) {
        assertEquals(canonical, Ip.parse(text).toString());
        assertEquals(Ip.parse(text), Ip.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1",
                "1.2.3",
                "1.2.3.",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1.2.3.256",
                "1..3.4",
                "1.2.3.4/8",
                " 1.2.3.4",
                "1.2.3.-4",
                "0x1.2.3.4",
                "٣.2.3.4",
                ":",
                ":::",
                "1:",
                ":1",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "fe80::1%eth0",
                "١::"
            })
    void anythingElseIsNoAddress(String text) {
        assertEquals(Optional.empty(), Ip.tryParse(text));
        assertThrows(IllegalArgumentException.class, () -> Ip.parse(text));
    }

    @Property
    void everyAddressReadsBackAndAgreesWithJava(@ForAll long high, @ForAll long low) throws UnknownHostException {
        Ip ip = new Ip(true, high, low);
        assertEquals(ip, Ip.parse(ip.toString()));
        Ip four = Ip.v4(low);
        assertEquals(four, Ip.parse(four.toString()));
        assertEquals(InetAddress.getByName(four.toString()).getHostAddress(), four.toString());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    10.0.0.255,      1,  10.0.1.0
                    255.255.255.255, 1,  0.0.0.0
                    0.0.0.0,        -1,  255.255.255.255
                    ::ffff:ffff:ffff:ffff, 1, ::1:0:0:0:0
                    ::1:0:0:0:0,    -1,  ::ffff:ffff:ffff:ffff
                    ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 1, ::
                    """)
    void countsOverTheEdgesOfWords(String from, long by, String to) {
        assertEquals(Ip.parse(to), Ip.parse(from).plus(by));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    127.9.9.9,   true,  false, false, false
                    ::1,         true,  false, false, false
                    224.0.0.1,   false, true,  false, false
                    ff02::1,     false, true,  false, false
                    169.254.1.1, false, false, true,  false
                    febf::1,     false, false, true,  false
                    fec0::1,     false, false, false, false
                    0.0.0.0,     false, false, false, true
                    ::,          false, false, false, true
                    """)
    void knowsSpecialAddresses(String text, boolean loopback, boolean multicast, boolean linkLocal, boolean any) {
        Ip ip = Ip.parse(text);
        assertEquals(loopback, ip.isLoopback());
        assertEquals(multicast, ip.isMulticast());
        assertEquals(linkLocal, ip.isLinkLocal());
        assertEquals(any, ip.isAny());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    10.1.2.3/0,      0.0.0.0/0,     255.255.255.255
                    10.1.2.3/8,      10.0.0.0/8,    10.255.255.255
                    10.1.2.3/31,     10.1.2.2/31,   10.1.2.3
                    10.1.2.3/32,     10.1.2.3/32,   10.1.2.3
                    10.1.2.3,        10.1.2.3/32,   10.1.2.3
                    fd00::1/0,       ::/0,          ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    fd00::1/8,       fd00::/8,      fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    fd00::1/64,      fd00::/64,     fd00::ffff:ffff:ffff:ffff
                    fd00::1:0:0:1/65, fd00::/65,    fd00::7fff:ffff:ffff:ffff
                    fd00::1/127,     fd00::/127,    fd00::1
                    fd00::1/128,     fd00::1/128,   fd00::1
                    """)
    void prefixesHaveANetworkAndALastAddress(String text, String network, String last) {
        Cidr cidr = Cidr.parse(text);
        assertEquals(Cidr.parse(network), cidr.network());
        assertEquals(Ip.parse(last), cidr.last());
        assertTrue(cidr.contains(cidr.last()) && cidr.contains(cidr.network()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/24",
                "10.0.0.0/",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0.0.0/٨",
                "10.0.0.0/0008"
            })
    void anythingElseIsNoPrefix(String text) {
        assertEquals(Optional.empty(), Cidr.tryParse(text));
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
    }

    @Property
    void aPrefixContainsJustWhatLiesBetweenItsEnds(
            @ForAll int bits, @ForAll @IntRange(max = 32) int prefix, @ForAll int other) {
        Cidr cidr = new Cidr(Ip.v4(bits), prefix);
        Ip ip = Ip.v4(other);
        boolean between = ip.compareTo(cidr.network().ip()) >= 0 && ip.compareTo(cidr.last()) <= 0;
        assertEquals(between, cidr.contains(ip));
    }

    @Property
    void theSameHoldsForIpv6(
            @ForAll long high, @ForAll long low, @ForAll @IntRange(max = 128) int prefix, @ForAll long other) {
        Cidr cidr = new Cidr(new Ip(true, high, low), prefix);
        Ip ip = new Ip(true, prefix > 64 ? high : other, other);
        boolean between = ip.compareTo(cidr.network().ip()) >= 0 && ip.compareTo(cidr.last()) <= 0;
        assertEquals(between, cidr.contains(ip));
        assertFalse(cidr.contains(Ip.LOOPBACK));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    02:00:00:00:00:01, 02:00:00:00:00:01
                    AA:bb:CC:dd:EE:ff, aa:bb:cc:dd:ee:ff
                    """)
    void readsAndPrintsHardwareAddresses(String text, String canonical) {
        assertEquals(canonical, Mac.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02:00:00:00:00",
                "02:00:00:00:00:01:02",
                "2:0:0:0:0:1",
                "02-00-00-00-00-01",
                "0g:00:00:00:00:01",
                "02:00:00:00:00:",
                "٠٢:00:00:00:00:01"
            })
    void anythingElseIsNoHardwareAddress(String text) {
        assertEquals(Optional.empty(), Mac.tryParse(text));
        assertThrows(IllegalArgumentException.class, () -> Mac.parse(text));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            node-1, eth0, 02:41:c3:ae:41:6b
            node-2, eth0, 02:5e:ff:83:bd:80
            """)
    void generatedHardwareAddressesNeverChange(String element, String iface, String mac) {
        assertEquals(Mac.parse(mac), Mac.generated(element, iface));
    }

    /// RFC 4291 appendix A and 2.7.1, RFC 2464 7, RFC 1112 6.4 by hand.
    @Test
    void addressesThatFollowFromOthers() {
        assertEquals(
                Ip.parse("fe80::3656:78ff:fe9a:bcde"),
                Mac.parse("34:56:78:9a:bc:de").linkLocal());
        assertEquals(Ip.parse("fe80::ecee:eeff:feee:eeee"), Mac.CALI.linkLocal(), "the gateway of every Calico pod");
        assertEquals(
                Ip.parse("ff02::1:ff0e:8c6c"), Ip.parse("4037::1:800:200e:8c6c").solicitedNode());
        assertEquals(Mac.parse("33:33:ff:0e:8c:6c"), Mac.ofMulticast(Ip.parse("ff02::1:ff0e:8c6c")));
        assertEquals(Mac.parse("01:00:5e:00:00:fb"), Mac.ofMulticast(Ip.parse("224.0.0.251")));
    }
}
