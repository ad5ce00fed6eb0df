package vethscope.engine.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

class SourceRulesTest {

    /// The examples of RFC 6724 10.1 that need no Mobile IPv6 and no temporary addresses; all addresses are on the
    /// device by which the packet leaves.
    @ParameterizedTest
    @CsvSource({
        "2001:db8:1::1, 2001:db8:3::1/64 fe80::1/64, 2001:db8:3::1",
        "ff05::1,       2001:db8:3::1/64 fe80::1/64, 2001:db8:3::1",
        "2001:db8:1::1, 2001:db8:1::1/64 2001:db8:2::1/64, 2001:db8:1::1",
        "fec0::1,       fe80::1/64 2001:db8:1::1/64, 2001:db8:1::1",
        "2001:db8:1::1, 2001:db8:1::2/64 2001:db8:3::2/64, 2001:db8:1::2",
        "2002:c633:6401::1, 2002:c633:6401::d5e3:7953:13eb:22e8/64 2001:db8:1::2/64, 2002:c633:6401::d5e3:7953:13eb:22e8",
        "fe80::9,       2001:db8:3::1/64 fe80::1/64, fe80::1",
    })
    void theExamplesOfTheRfc(String destination, String own, String chosen) {
        List<SourceRules.Candidate> candidates = Stream.of(own.split(" "))
                .map(a -> new SourceRules.Candidate("eth0", Cidr.parse(a)))
                .toList();
        assertEquals(Optional.of(Ip.parse(chosen)), SourceRules.choose(candidates, "eth0", Ip.parse(destination)));
        assertEquals(
                Optional.of(Ip.parse(chosen)),
                SourceRules.choose(candidates.reversed(), "eth0", Ip.parse(destination)));
    }

    /// Rule 5 comes before rule 6 and rule 8.
    @Test
    void theDeviceThatThePacketLeavesByCountsMoreThanLikeness() {
        var near = new SourceRules.Candidate("eth1", Cidr.parse("fd00:1::1/64"));
        var own = new SourceRules.Candidate("eth0", Cidr.parse("2001:db8::1/64"));
        assertEquals(
                Optional.of(Ip.parse("2001:db8::1")),
                SourceRules.choose(List.of(near, own), "eth0", Ip.parse("fd00:1::9")));
    }
}
