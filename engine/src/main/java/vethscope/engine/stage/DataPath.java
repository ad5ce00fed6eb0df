package vethscope.engine.stage;

import static vethscope.engine.netfilter.Hook.FORWARD;
import static vethscope.engine.netfilter.Hook.INPUT;
import static vethscope.engine.netfilter.Hook.OUTPUT;
import static vethscope.engine.netfilter.Hook.POSTROUTING;
import static vethscope.engine.netfilter.Hook.PREROUTING;
import static vethscope.engine.netfilter.Table.FILTER;
import static vethscope.engine.netfilter.Table.MANGLE;
import static vethscope.engine.netfilter.Table.NAT;
import static vethscope.engine.netfilter.Table.RAW;
import static vethscope.engine.stage.Hooks.hook;
import static vethscope.engine.stage.Stage.on;

import java.util.Arrays;

/// What a packet meets in a network namespace, in order. Read this first.
///
/// ```text
///  device ─► ARRIVE ─┬─► PREROUTE ─► route ─┬─► LOCAL_IN ─► socket ─► LOCAL_OUT ─► POSTROUTE ─► EGRESS ─► device
///                    │      ▲               └─► FORWARD ───────────────────────────────┘
///                    │      └── BRIDGE_UP (PREROUTING ran at the port)
///                    └─► BRIDGE_IN ─► switch ─► BRIDGE_PORT ─► device
/// ```
/// A packet to a virtual server leaves LOCAL_IN or LOCAL_OUT for IPVS_OUT and POSTROUTE unless its real server is here.
/// With bridge-nf-call-iptables a bridged packet walks PREROUTING in BRIDGE_IN and FORWARD and POSTROUTING in
/// BRIDGE_PORT (net/bridge/br_netfilter_hooks.c).
public enum DataPath {
    /// A frame came in by a device (net/core/dev.c, net/ethernet/eth.c).
    ARRIVE(HardwareAddress::apply, ArpInput::apply, IpInput::apply),

    /// A frame came in by a bridge port (net/bridge/br_input.c).
    BRIDGE_IN(
            BridgeNetfilter::enter,
            on(Duty.CONNTRACK, Defragment::apply),
            hook(RAW, PREROUTING),
            on(Duty.CONNTRACK, Tracking::in),
            hook(MANGLE, PREROUTING),
            hook(NAT, PREROUTING),
            BridgeNetfilter::finish,
            BridgeSwitch::apply),

    /// The same where bridges do not call iptables.
    BRIDGE_PLAIN(BridgeSwitch::apply),

    /// A bridge hands a frame to its own device: PREROUTING is not run again (ip_sabotage_in).
    BRIDGE_UP(HardwareAddress::apply, ArpInput::apply, IpInput::apply),

    /// A bridge sends a frame out of a port (net/bridge/br_forward.c).
    BRIDGE_PORT(
            hook(MANGLE, FORWARD),
            hook(FILTER, FORWARD),
            on(Duty.IPVS, Ipvs::forward),
            hook(MANGLE, POSTROUTING),
            hook(NAT, POSTROUTING),
            on(Duty.CONNTRACK, Tracking::confirm),
            BridgeTransmit::apply),

    /// An IP packet was received (net/ipv4/ip_input.c).
    PREROUTE(
            on(Duty.CONNTRACK, Defragment::apply),
            hook(RAW, PREROUTING),
            on(Duty.CONNTRACK, Tracking::in),
            hook(MANGLE, PREROUTING),
            hook(NAT, PREROUTING),
            RoutingInput::apply),

    /// An IP packet that met PREROUTING at its bridge port.
    ROUTE(RoutingInput::apply),

    /// For this machine.
    LOCAL_IN(
            Defragment::ahead,
            hook(MANGLE, INPUT),
            hook(FILTER, INPUT),
            on(Duty.IPVS, Ipvs::in),
            hook(NAT, INPUT),
            on(Duty.CONNTRACK, Tracking::confirm),
            Defragment::always,
            Sockets::apply),

    /// For another machine (net/ipv4/ip_forward.c); in a cloud, between two of its interfaces.
    FORWARDING(
            on(Duty.CLOUD, SecurityGroups::leaving),
            on(Duty.CLOUD, NetworkAcls::leaving),
            Forwarding::apply,
            hook(MANGLE, FORWARD),
            hook(FILTER, FORWARD),
            on(Duty.IPVS, Ipvs::forward),
            on(Duty.CLOUD, NetworkAcls::entering),
            on(Duty.CLOUD, SecurityGroups::entering),
            Forwarding::onward),

    /// The machine's own packet (net/ipv4/ip_output.c).
    LOCAL_OUT(
            RoutingOutput::apply,
            hook(RAW, OUTPUT),
            on(Duty.CONNTRACK, Tracking::out),
            hook(MANGLE, OUTPUT),
            hook(NAT, OUTPUT),
            RoutingOutput::again,
            on(Duty.IPVS, Ipvs::out),
            hook(FILTER, OUTPUT),
            Forwarding::onward),

    /// What IPVS sends to a real server elsewhere, as if it were the machine's own (net/netfilter/ipvs/ip_vs_xmit.c).
    IPVS_OUT(
            hook(RAW, OUTPUT),
            on(Duty.CONNTRACK, Tracking::out),
            hook(MANGLE, OUTPUT),
            hook(NAT, OUTPUT),
            hook(FILTER, OUTPUT),
            Forwarding::onward),

    /// On its way out of any device.
    POSTROUTE(
            hook(MANGLE, POSTROUTING),
            hook(NAT, POSTROUTING),
            on(Duty.CONNTRACK, Tracking::confirm),
            Fragmentation::apply),

    /// To the hardware address of the next hop (net/ipv4/ip_output.c ip_finish_output2).
    EGRESS(Neighbour::apply),

    /// A bridge device sends a frame down to its ports (net/bridge/br_device.c).
    BRIDGE_DEVICE(BridgeSwitch::down),

    /// A tunnel device wraps a frame; the outer packet is the machine's own (drivers/net/vxlan/vxlan_core.c).
    TUNNEL(Tunnels::wrap);

    private final Stage[] stages;
    private final int[] duties;

    DataPath(Stage... stages) {
        this.duties = Arrays.stream(stages).mapToInt(Stage::duty).toArray();
        this.stages = Arrays.stream(stages)
                .map(stage -> stage instanceof Stage.OnDuty on ? on.stage() : stage)
                .toArray(Stage[]::new);
    }

    /// How many stages there are.
    public int length() {
        return stages.length;
    }

    public Stage stage(int i) {
        return stages[i];
    }

    /// The first stage from `i` on that a machine with these duties has a use for; [#length] if there is none.
    public int next(int i, int duties) {
        int next = i;
        while (next < stages.length && (this.duties[next] & ~duties) != 0) {
            next++;
        }
        return next;
    }
}
