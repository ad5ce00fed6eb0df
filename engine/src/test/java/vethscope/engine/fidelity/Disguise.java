package vethscope.engine.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import vethscope.model.address.Mac;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

/// A recording told of other machines: every element has another id and every address another beginning, while what
/// happened stays the same. It holds wherever the kernel looks at neither names nor the size of addresses.
///
/// Ids are spelled backwards in the alphabet (`a` is `z`, `0` is `9`), which turns their order round, and every
/// second pod gets an id so long that its cable's name is a hash. The first two bytes of an address are combined
/// with [#SHIFT] by exclusive or, which keeps all prefixes, hosts and broadcast addresses, and leaves no private
/// block private. What has a meaning of its own stays: 0/8, 127/8, 169.254/16 and 224/3. Interface names and
/// hardware addresses that follow from ids follow, as the document format's rules for generated names say.
final class Disguise {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("\\b(\\d{1,3}(?:\\.\\d{1,3}){3})(?:/(\\d{1,2}))?\\b");
    private static final int SHIFT = 0x10_0a_00_00;
    private static final int LONGEST_NAME = 15;

    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, String> devices = new HashMap<>();
    private final Map<String, String> macs = new HashMap<>();

    private Disguise(JsonNode design) {
        Set<String> pods = new TreeSet<>();
        design.path("elements").properties().forEach(e -> {
            ids.put(e.getKey(), backwards(e.getKey()));
            if (e.getValue().path("kind").asText().equals("pod")) {
                pods.add(e.getKey());
            }
        });
        boolean longer = false;
        for (String pod : pods) {
            if (longer) {
                ids.put(pod, backwards(pod) + "-in-a-disguise");
            }
            longer = !longer;
            for (String prefix : new String[] {"veth", "cali"}) {
                devices.put(prefix + pod, generated(prefix, id(pod)));
            }
        }
        design.path("elements").properties().forEach(e -> {
            Set<String> names = new TreeSet<>(Set.of("eth0", "flannel.1"));
            e.getValue().path("interfaces").fieldNames().forEachRemaining(names::add);
            names.add(e.getValue().path("device").asText("cni0"));
            for (String name : names) {
                devices.put(e.getKey() + "." + name, cut(id(e.getKey()) + "." + name));
                macs.put(
                        Mac.generated(e.getKey(), name).toString(),
                        Mac.generated(id(e.getKey()), name).toString());
            }
        });
    }

    /// The same recording of machines that nobody knows.
    static Recording of(Recording recording) throws IOException {
        JsonNode design = JSON.readTree(Files.readAllBytes(recording.folder().resolve("design.veth")));
        var disguise = new Disguise(design);
        byte[] drawn = JSON.writeValueAsString(disguise.design(design, "")).getBytes(StandardCharsets.UTF_8);
        return switch (Veth.read(drawn)) {
            case Reading.Opened opened ->
                new Recording(recording.folder(), opened.design(), disguise.truth(recording.truth(), ""));
            case Reading.Refused refused -> throw new IOException(recording.folder() + ": " + refused.problem());
        };
    }

    private static String backwards(String id) {
        var text = new StringBuilder();
        for (char c : id.toCharArray()) {
            boolean letter = c >= 'a' && c <= 'z';
            text.append(letter ? (char) ('a' + 'z' - c) : Character.isDigit(c) ? (char) ('0' + '9' - c) : c);
        }
        return text.toString();
    }

    /// A pod's cable as the document format names it; spelled out here, since it is what a file means.
    private static String generated(String prefix, String id) {
        return (prefix + id).length() <= LONGEST_NAME ? prefix + id : prefix + sha1(id).substring(0, 8);
    }

    private static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    private String id(String id) {
        return ids.getOrDefault(id, id);
    }

    private String device(String name) {
        return devices.getOrDefault(name, name);
    }

    /// `a`, `a:eth0`, `node-1-cni0:vetha`.
    private String end(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? id(text) : id(text.substring(0, colon)) + ":" + device(text.substring(colon + 1));
    }

    /// `node-1/cni0`, `a/web`; `none` and `broadcast` are nobody's.
    private String owned(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text : id(text.substring(0, slash)) + "/" + device(text.substring(slash + 1));
    }

    static String shifted(String text) {
        return ADDRESS.matcher(text).replaceAll(Disguise::shifted);
    }

    private static String shifted(MatchResult found) {
        int bits = 0;
        for (String part : found.group(1).split("\\.")) {
            bits = bits << 8 | Integer.parseInt(part);
        }
        int first = bits >>> 24;
        boolean kept = first == 0 || first == 127 || first >= 224 || bits >>> 16 == 0xa9fe;
        int moved = kept ? bits : bits ^ SHIFT;
        String length = found.group(2);
        if (length != null && bits == (bits & mask(length))) {
            moved &= mask(length);
        }
        String ip = (moved >>> 24) + "." + (moved >>> 16 & 255) + "." + (moved >>> 8 & 255) + "." + (moved & 255);
        return length == null ? ip : ip + "/" + length;
    }

    private static int mask(String length) {
        int n = Integer.parseInt(length);
        return n == 0 ? 0 : -1 << 32 - n;
    }

    /// @param key the key under which the value stands, or of the list that holds it
    private JsonNode design(JsonNode node, String key) {
        return rewritten(
                node,
                key,
                this::design,
                (at, name) -> at.equals("elements") ? id(name) : shifted(name),
                text -> switch (key) {
                    case "name", "description" -> text;
                    case "in" -> id(text);
                    case "from", "to", "endpoints", "targets" ->
                        ids.containsKey(start(text)) ? end(text) : shifted(text);
                    case "mac" -> macs.getOrDefault(text, text);
                    default -> shifted(text);
                });
    }

    private static String start(String end) {
        int colon = end.indexOf(':');
        return colon < 0 ? end : end.substring(0, colon);
    }

    /// Only what the score looks at; the tables that were dumped stay as they are.
    private JsonNode truth(JsonNode node, String key) {
        return rewritten(
                node, key, this::truth, (at, name) -> at.equals("macs") ? owned(name) : name, text -> switch (key) {
                    case "id" -> text;
                    case "at" -> id(text);
                    case "if" -> device(text);
                    case "container", "smac", "dmac" -> owned(text);
                    default -> macs.getOrDefault(text, shifted(text));
                });
    }

    private interface Descent {
        JsonNode into(JsonNode node, String key);
    }

    private static JsonNode rewritten(
            JsonNode node, String key, Descent descent, BinaryOperator<String> name, UnaryOperator<String> text) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JSON.createObjectNode();
                object.properties()
                        .forEach(e -> copy.set(name.apply(key, e.getKey()), descent.into(e.getValue(), e.getKey())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JSON.createArrayNode();
                array.forEach(e -> copy.add(descent.into(e, key)));
                yield copy;
            }
            case TextNode value -> TextNode.valueOf(text.apply(value.asText()));
            default -> node;
        };
    }
}
