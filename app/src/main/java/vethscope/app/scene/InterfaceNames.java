package vethscope.app.scene;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import vethscope.model.Id;

/// Names of interfaces that the drawing leaves out.
final class InterfaceNames {

    /// What Linux allows: IFNAMSIZ less the final zero.
    private static final int LONGEST = 15;

    private InterfaceNames() {}

    /// The node's end of a pod's cable: `veth<pod id>` on a bridge, `cali<pod id>` where pods are routed.
    static String veth(Id pod, boolean routed) {
        String prefix = routed ? "cali" : "veth";
        String plain = prefix + pod;
        return plain.length() <= LONGEST ? plain : prefix + hash(pod.value());
    }

    private static String hash(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
