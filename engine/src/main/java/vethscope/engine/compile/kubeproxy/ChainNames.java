package vethscope.engine.compile.kubeproxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hashed part of kube-proxy's chain names: the first 16 signs of BASE32(SHA-256(…)), `portProtoHash` and
/// `servicePortEndpointChainName` in pkg/proxy/iptables/proxier.go.
final class ChainNames {

    static final String CLUSTER = "KUBE-SVC-";
    static final String LOCAL = "KUBE-SVL-";
    static final String EXTERNAL = "KUBE-EXT-";
    static final String FIREWALL = "KUBE-FW-";
    static final String ENDPOINT = "KUBE-SEP-";

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LENGTH = 16;
    private static final int BITS = 5;
    private static final int NFTABLES_HASH = 8;

    /// The kernel's 256 signs for a name, less the 16 that kube-proxy keeps for the longest prefix.
    private static final int NFTABLES_LONGEST = 256 - 16;

    private ChainNames() {}

    static String suffix(ServicePort port) {
        return hash(port.name() + port.protocol().lower());
    }

    static String suffix(ServicePort port, ServiceEndpoint endpoint) {
        return hash(port.name() + port.protocol().lower() + endpoint);
    }

    /// The name that a service port goes by in nftables mode, without its prefix: `servicePortChainNameBase` in
    /// pkg/proxy/nftables/proxier.go.
    static String nftables(ServicePort port) {
        return shortened(base(port));
    }

    /// The same for one of its endpoints; a colon cannot stand in a chain's name.
    static String nftables(ServicePort port, ServiceEndpoint endpoint) {
        return nftables(port, endpoint.ip().toString(), endpoint.port());
    }

    /// The same for an address as its EndpointSlice spells it, which kube-proxy does not change.
    static String nftables(ServicePort port, String ip, int endpointPort) {
        return shortened(base(port) + "__" + ip.replace(':', '.') + "/" + endpointPort);
    }

    private static String base(ServicePort port) {
        String name = port.name().port() == null ? "" : port.name().port();
        return port.name().ofService() + "/" + port.protocol().lower() + "/" + name;
    }

    private static String shortened(String base) {
        String name = hash(base).substring(0, NFTABLES_HASH) + "-" + base;
        return name.length() <= NFTABLES_LONGEST ? name : name.substring(0, NFTABLES_LONGEST - 3) + "...";
    }

    private static String hash(String text) {
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        var name = new StringBuilder(LENGTH);
        int pool = 0;
        int held = 0;
        for (int i = 0; name.length() < LENGTH; i++) {
            pool = pool << 8 | digest[i] & 0xff;
            held += 8;
            while (held >= BITS && name.length() < LENGTH) {
                held -= BITS;
                name.append(ALPHABET.charAt(pool >>> held & 31));
            }
            pool &= (1 << held) - 1;
        }
        return name.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
