package vethscope.engine.finding;

import static vethscope.engine.finding.Finding.Severity.ERROR;
import static vethscope.engine.finding.Finding.Severity.INFO;
import static vethscope.engine.finding.Finding.Severity.WARNING;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.finding.Finding.Severity;
import vethscope.engine.trace.Sentence;
import vethscope.model.Id;

/// Every flaw that a drawing can have. The code is the key of its sentence, `CODE.fix` that of the remedy; both are in
/// messages.properties and, for readers, in docs/findings.md. Codes never change their meaning.
public enum Flaw {
    UNREADABLE("VS001", ERROR),

    DUPLICATE_ADDRESS("VS101", ERROR),
    OUTSIDE_POD_CIDR("VS102", WARNING),
    OUTSIDE_SUBNET("VS103", ERROR),
    WRONG_PREFIX("VS104", WARNING),
    DUPLICATE_MAC("VS105", ERROR),
    NO_ADDRESS("VS106", WARNING),
    HOST_NETWORK_ADDRESS("VS107", WARNING),
    OVERLAPPING_POD_CIDRS("VS108", ERROR),
    WRONG_PLACE("VS109", ERROR),
    DEVICE_NAME_TAKEN("VS110", ERROR),
    DEVICE_NAME_TOO_LONG("VS111", WARNING),
    RANGES_OVERLAP("VS112", ERROR),
    NOT_IN_POOL("VS113", WARNING),
    POOL_EXHAUSTED("VS114", WARNING),
    OVERLAY_INCOMPLETE("VS115", WARNING),

    LINK_TO_NOTHING("VS201", ERROR),
    LINK_CLASH("VS202", ERROR),
    CANNOT_WIRE("VS203", ERROR),
    UNPLUGGED("VS204", WARNING),
    UNKNOWN_INTERFACE("VS205", WARNING),
    LOOP("VS206", ERROR),
    MTU_LARGER_THAN_PATH("VS207", WARNING),
    AMBIGUOUS_END("VS208", WARNING),
    POD_NOT_WIRED("VS209", ERROR),
    CONTAINER_MISSING("VS210", ERROR),

    MALFORMED_ROUTE("VS301", ERROR),
    INVALID_GATEWAY("VS302", ERROR),
    ROUTE_EXISTS("VS303", ERROR),
    ROUTE_DEVICE_UNKNOWN("VS304", ERROR),
    MALFORMED_RULE("VS305", ERROR),
    NOT_FORWARDING("VS306", WARNING),
    NEXT_HOP_ABSENT("VS307", WARNING),
    NO_GATEWAY("VS308", WARNING),
    ROUTE_SOURCE_NOT_LOCAL("VS309", ERROR),
    NO_DEFAULT_ROUTE("VS310", WARNING),
    SOURCE_DEST_CHECK("VS311", WARNING),
    VPC_LACKS_ROUTE("VS312", WARNING),
    RETURN_PATH_FILTERED("VS313", WARNING),
    ROUTE_CIRCLE("VS314", WARNING),
    SYSCTL_REFUSED("VS320", ERROR),

    MALFORMED_IPTABLES("VS401", ERROR),
    BRIDGE_NF_OFF("VS402", WARNING),
    OUTSIDE_UNKNOWN("VS403", ERROR),
    MALFORMED_POLICY("VS404", ERROR),
    POLICY_REFUSED("VS405", ERROR),
    POLICY_SELECTS_NOTHING("VS406", WARNING),
    POLICY_PEER_ABSENT("VS407", INFO),
    POLICY_TIE("VS408", WARNING),
    POLICY_FORGETS_DNS("VS409", WARNING),
    POLICY_BYPASSED("VS410", WARNING),
    NO_MASQUERADE("VS411", WARNING),
    MALFORMED_CLOUD_RULE("VS412", ERROR),
    GROUPS_WITHOUT_VPC("VS413", WARNING),
    MASQ_AGENT_RANGES("VS414", ERROR),
    RULE_NOT_SIMULATED("VS420", INFO),

    PORT_IN_USE("VS501", ERROR),
    ADDRESS_NOT_LOCAL("VS502", ERROR),
    HOST_PORT_CLASH("VS503", ERROR),

    SELECTS_NOTHING("VS601", WARNING),
    NOBODY_LISTENS("VS602", WARNING),
    NODE_PORT_OUT_OF_RANGE("VS603", WARNING),
    NODE_PORT_CLASH("VS604", ERROR),
    CLUSTER_IP_OUTSIDE("VS605", WARNING),
    CLUSTER_IP_CLASH("VS606", ERROR),
    ENDPOINT_MISSING("VS607", ERROR),
    TARGET_PORT_UNKNOWN("VS608", WARNING),
    SERVICE_PORT_CLASH("VS609", ERROR),
    NO_CLUSTER_IP("VS610", WARNING),
    SCHEDULER_UNKNOWN("VS611", WARNING),
    DETECTOR_WITHOUT_INTERFACE("VS612", WARNING),
    NAME_SERVER_IGNORED("VS613", WARNING),
    NO_NAME_SERVER("VS614", ERROR),

    INGRESS_WITHOUT_BALANCER("VS701", WARNING),
    BACKEND_MISSING("VS702", ERROR),
    REFERENCE_MISSING("VS703", ERROR),
    NO_TARGETS("VS704", WARNING),
    TARGET_MISSING("VS705", ERROR),
    LOCAL_POLICY_UNCHECKED("VS706", WARNING),
    TARGET_UNHEALTHY("VS707", INFO),
    NO_HEALTHY_TARGET("VS708", WARNING),
    INSTANCE_WITHOUT_NODE_PORT("VS709", WARNING),
    BALANCER_NOT_PUBLIC("VS710", WARNING),
    ANNOTATION_MALFORMED("VS711", ERROR),
    PATH_PATTERN("VS712", ERROR),
    ACTION_MISSING("VS713", ERROR),
    INGRESS_CLASS_MISSING("VS714", WARNING),
    INGRESS_WITHOUT_CLASS("VS715", WARNING),
    SEVERAL_DEFAULT_CLASSES("VS716", WARNING),
    TLS_HOST_UNUSED("VS717", WARNING),
    TLS_HOST_WITHOUT_CERTIFICATE("VS718", WARNING),
    TOO_FEW_ZONES("VS719", WARNING),
    ANNOTATION_OUT_OF_RANGE("VS720", ERROR),
    SCHEME_DIFFERS("VS721", WARNING),
    REFERENCE_NOT_GRANTED("VS722", WARNING),

    PROBE_FROM_MISSING("VS801", ERROR),
    PROBE_TO_MISSING("VS802", ERROR),
    SUPPRESSION_IDLE("VS803", INFO);

    /// The sentences of all flaws.
    public static final Sentence.Bundle BUNDLE = new Sentence.Bundle("vethscope.engine.finding.messages");

    private static final Map<String, Flaw> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(Flaw::code, flaw -> flaw));

    private final String code;
    private final Severity severity;

    Flaw(String code, Severity severity) {
        this.code = code;
        this.severity = severity;
    }

    /// The flaw of that code.
    public static Optional<Flaw> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public String code() {
        return code;
    }

    public Severity severity() {
        return severity;
    }

    /// @param where the element; null for the design as a whole
    /// @param key the field it is about; null if none
    public Finding at(@Nullable Id where, @Nullable String key, Object... arguments) {
        return new Finding(code, severity, where, key, Sentence.of(BUNDLE, code, arguments), List.of());
    }
}
