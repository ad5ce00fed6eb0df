package vethscope.model;

import org.jspecify.annotations.Nullable;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// Settings of Calico, under the names of IPPool and FelixConfiguration.
///
/// @param blockSize prefix of the blocks of IPv4 addresses that a node has; null: no blocks are drawn
/// @param toHost what becomes of packets from a node's own pods to the node itself; null: no rule says
/// @param append whether its chains come after kube-proxy's
public record CalicoSettings(
        @Nullable Integer blockSize, @Nullable ToHost toHost, boolean append) {

    public static final CalicoSettings DEFAULT = new CalicoSettings(null, null, false);

    /// Prefixes that IPPool takes.
    private static final int LARGEST_BLOCK = 20;

    private static final int SMALLEST_BLOCK = 32;

    static final Fields<CalicoSettings> FIELDS = Fields.of(CalicoSettings.class, DEFAULT)
            .key(
                    "blockSize",
                    new FieldType.Whole(LARGEST_BLOCK, SMALLEST_BLOCK),
                    "blockSize",
                    "with `ptp`: Calico's blocks of addresses, of IPv4 by this prefix and of IPv6 as large: what no pod"
                            + " of its node's blocks has is dropped there; none: no blocks")
            .key(
                    "defaultEndpointToHostAction",
                    FieldType.OneOf.of(ToHost.values(), action -> action.word),
                    "toHost",
                    "with `ptp`: what Calico does with packets of a node's pods to the node itself, by its own default"
                            + " `Drop`; none: no rule")
            .key(
                    "chainInsertMode",
                    FieldType.OneOf.flag("Insert", "Append"),
                    "append",
                    "whether Calico's chains come before those of others");

    /// Values of `defaultEndpointToHostAction`.
    public enum ToHost {
        DROP("Drop"),
        RETURN("Return"),
        ACCEPT("Accept");

        private final String word;

        ToHost(String word) {
            this.word = word;
        }
    }
}
