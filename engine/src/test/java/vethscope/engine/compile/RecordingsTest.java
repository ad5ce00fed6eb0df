package vethscope.engine.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Socket;
import vethscope.model.address.Ip;

/// Every recorded design becomes the machines that it was recorded on.
class RecordingsTest {

    static List<Path> cases() {
        return Recordings.all();
    }

    @Test
    void allRecordingsAreHere() {
        assertEquals(82, Recordings.all().size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyDeviceHasTheRecordedMac(Path folder) throws Exception {
        Map<String, String> recorded = new TreeMap<>();
        truth(folder)
                .get("macs")
                .properties()
                .forEach(e -> recorded.put(e.getKey(), e.getValue().asText()));
        Map<String, String> owners = new TreeMap<>();
        for (Netns netns : compiled(folder).network().spaces().values()) {
            for (Interface device : netns.interfaces().values()) {
                boolean cali = device.mac().toString().equals("ee:ee:ee:ee:ee:ee");
                if (device.kind() != Interface.Kind.LOOPBACK) {
                    owners.put(device.mac().toString(), cali ? "node-side/cali*" : netns.id() + "/" + device.name());
                }
            }
        }
        Map<String, String> compiled = new TreeMap<>();
        owners.forEach((mac, owner) -> compiled.put(owner, mac));
        assertEquals(recorded, compiled);
    }

    /// The recorder's servers knew IPv4 only.
    private static Ip bound(Socket socket) {
        return socket.bind().equals(Ip.ANY6) ? Ip.ANY : socket.bind();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theSameContainersAreRefusedTheirPorts(Path folder) throws Exception {
        var recorded = new TreeSet<String>();
        for (JsonNode bind : truth(folder).get("binds")) {
            if (bind.get("result").asText().equals("ok")) {
                recorded.add(bind.get("container").asText() + " "
                        + bind.get("protocol").asText() + " " + bind.get("bind").asText() + ":"
                        + bind.get("port").asInt());
            }
        }
        var compiled = new TreeSet<String>();
        for (Netns netns : compiled(folder).network().spaces().values()) {
            for (Socket s : netns.bound()) {
                compiled.add(s.element() + "/" + s.container() + " "
                        + s.protocol().lower() + " " + bound(s) + ":" + s.port());
            }
        }
        assertEquals(recorded, compiled);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyFindingCanBeSaid(Path folder) {
        compiled(folder)
                .findings()
                .forEach(f -> assertTrue(!f.message().in(Locale.ENGLISH).contains("{"), f.toString()));
    }

    private static Compiled compiled(Path folder) {
        return Compiler.compile(Recordings.design(folder));
    }

    private static JsonNode truth(Path folder) throws Exception {
        return new JsonMapper().readTree(Recordings.truth(folder));
    }
}
