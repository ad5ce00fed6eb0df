package vethscope.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small designs in files.
final class Drawn {

    /// Two pods on a bridge, one of them with a server; three probes: one passes, one fails, one has no expectation.
    static final String TWO_PODS = """
            { "vethscope": 1,
              "elements": {
                "n1": { "kind": "node", "interfaces": { "eth0": { "address": "10.0.0.11/24" } }, "podCIDR": "10.244.1.0/24" },
                "br": { "kind": "bridge", "in": "n1", "address": "10.244.1.1/24" },
                "a": { "kind": "pod", "in": "n1", "address": "10.244.1.2/24" },
                "b": { "kind": "pod", "in": "n1", "address": "10.244.1.3/24",
                       "containers": [ { "name": "web", "ports": [ { "port": 8080 } ] } ] } },
              "links": [ { "from": "a:eth0", "to": "br" }, { "from": "b:eth0", "to": "br" } ],
              "probes": [
                { "name": "a calls b", "from": "a", "to": "b", "expect": { "outcome": "delivered", "at": ["b/web"], "sourceSeen": "10.244.1.2" } },
                { "name": "nobody <listens> & \\"waits\\"", "from": "a", "to": "b:81", "expect": { "outcome": "delivered" } },
                { "name": "no expectation", "from": "a", "to": "b:81" } ] }
            """;

    private Drawn() {}

    static String file(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String twoPods(Path folder) {
        return file(folder, "two-pods.veth", TWO_PODS);
    }
}
