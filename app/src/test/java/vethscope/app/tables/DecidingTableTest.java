package vethscope.app.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecidingTableTest {

    /// "Open in Tables" leads to the entry that the step names.
    @ParameterizedTest
    @CsvSource(textBlock = """
            nat PREROUTING, IPTABLES
            filter FORWARD, IPTABLES
            route,          ROUTES
            bridge,         FDB
            arp,            ARP
            ndp,            ARP
            conntrack,      CONNTRACK
            ipvs INPUT,     IPVS
            transmit,       INTERFACES
            """)
    void aStepLeadsToTheTableThatDecidedIt(String stage, TablesView.Kind table) {
        assertEquals(table, TablesView.Kind.of(stage));
    }
}
