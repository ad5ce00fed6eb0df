package vethscope.app.palette;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.Dragboard;
import org.jspecify.annotations.Nullable;
import vethscope.app.widget.Texts;

/// Something that the palette places. The words are of the file format; `container` alone is a part of an element.
public enum Stencil {
    NODE(Group.HOSTS, "node", "N"),
    ZONE(Group.HOSTS, "zone", null),
    NETNS(Group.HOSTS, "netns", null),
    HOST(Group.HOSTS, "host", null),
    POD(Group.WORKLOAD, "pod", "P"),
    CONTAINER(Group.WORKLOAD, "container", "C"),
    BRIDGE(Group.L2, "bridge", "B"),
    SWITCH(Group.L2, "switch", null),
    ROUTER(Group.L3, "router", "R"),
    VPC(Group.L3, "vpc", null),
    INTERNET_GATEWAY(Group.L3, "internet-gateway", null),
    NAT_GATEWAY(Group.L3, "nat-gateway", null),
    SERVICE(Group.SERVICES, "service", "S"),
    LOAD_BALANCER(Group.SERVICES, "load-balancer", null),
    INGRESS(Group.SERVICES, "ingress", null),
    GATEWAY(Group.SERVICES, "gateway", null),
    HTTP_ROUTE(Group.SERVICES, "http-route", null),
    NETWORK_POLICY(Group.POLICY, "network-policy", null),
    CLUSTER_NETWORK_POLICY(Group.POLICY, "cluster-network-policy", null),
    SECURITY_GROUP(Group.POLICY, "security-group", null),
    NETWORK_ACL(Group.POLICY, "network-acl", null),
    INTERNET(Group.EXTERNAL, "internet", null);

    /// The headings, in order.
    public enum Group {
        HOSTS,
        WORKLOAD,
        L2,
        L3,
        SERVICES,
        POLICY,
        EXTERNAL;

        public String text(Texts texts) {
            return texts.get("palette.group." + name().toLowerCase(Locale.ROOT));
        }

        public List<Stencil> stencils() {
            return Arrays.stream(Stencil.values()).filter(s -> s.group == this).toList();
        }
    }

    private static final DataFormat FORMAT = new DataFormat("application/x-vethscope-element");

    private final Group group;
    private final String kind;
    private final @Nullable String letter;

    Stencil(Group group, String kind, @Nullable String letter) {
        this.group = group;
        this.kind = kind;
        this.letter = letter;
    }

    /// The kind's word in the file.
    public String kind() {
        return kind;
    }

    /// The key that places it while the canvas has the focus.
    public @Nullable String letter() {
        return letter;
    }

    public String text(Texts texts) {
        return texts.get("kind." + kind);
    }

    /// What a drag from the palette carries.
    ClipboardContent content() {
        var content = new ClipboardContent();
        content.put(FORMAT, name());
        return content;
    }

    /// The stencil that is being dragged, if it is one.
    public static Optional<Stencil> dragged(Dragboard dragboard) {
        return dragboard.getContent(FORMAT) instanceof String name
                ? Arrays.stream(values()).filter(s -> s.name().equals(name)).findFirst()
                : Optional.empty();
    }

    /// Whether a filter finds it by its name in either language, its kind or a synonym.
    boolean matches(String filter, Texts texts) {
        String wanted = filter.strip().toLowerCase(Locale.ROOT);
        return wanted.isEmpty()
                || text(texts).toLowerCase(Locale.ROOT).contains(wanted)
                || kind.contains(wanted)
                || texts.get("kind." + kind + ".words").toLowerCase(Locale.ROOT).contains(wanted);
    }
}
