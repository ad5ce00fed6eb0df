package vethscope.engine.stage;

/// Where a packet goes after a stage that decides; the forwarder alone knows which stretch that is.
public enum Way {
    /// a bridge port took it in
    BRIDGE,
    /// a bridge hands it to its own device
    UP,
    /// a bridge sends it out of the port `physOut`
    PORT,
    /// for IP
    IP,
    /// for a socket of this machine
    LOCAL,
    /// through this machine
    FORWARD,
    /// the machine's own message about its neighbours, with its device chosen
    OWN,
    /// routed, on to POSTROUTING
    OUTPUT,
    /// routed by IPVS, on to OUTPUT as if this machine sent it
    IPVS,
    /// cut to size, on to the next hop's hardware address
    NEXT_HOP,
    /// addressed, on to the cable
    DEVICE,
    /// a bridge device sends it down to its ports
    BRIDGE_DEVICE,
    /// down the loopback device
    LOOPBACK,
    /// a tunnel device wraps it
    TUNNEL,
    /// out of a tunnel, in by its device
    UNWRAPPED
}
