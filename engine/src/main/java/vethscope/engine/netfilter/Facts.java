package vethscope.engine.netfilter;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Packet;
import vethscope.model.address.Ip;

/// All that a rule can ask about a packet at a hook.
///
/// @param in receiving device, null for the machine's own packets; `out` sending device, null before routing
/// @param physIn and physOut: the bridge ports of a bridged packet
/// @param states what `--ctstate` may name: one of NEW ESTABLISHED RELATED INVALID UNTRACKED, and SNAT or DNAT where
/// they apply
public record Facts(
        Packet packet,
        @Nullable String in,
        @Nullable String out,
        @Nullable String physIn,
        @Nullable String physOut,
        int mark,
        int connMark,
        Set<Match.CtState.State> states,
        Surroundings around) {

    /// What the machine knows beyond the packet.
    public interface Surroundings {

        /// The kind of address that this machine's routing tables hold it for.
        Match.AddrType.Type typeOf(Ip ip);

        /// Whether the `recent` list saw the source within so many seconds (0: ever).
        boolean recent(String list, Ip source, int seconds);

        /// One random decision: an index below `weights.length`, chosen in proportion to the weights.
        int choose(double[] weights);
    }
}
