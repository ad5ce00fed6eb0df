package vethscope.engine.stage;

import vethscope.engine.network.Interface;

/// Which way a frame leaves by a device.
public final class Transmit {

    private Transmit() {}

    public static Way way(Interface device) {
        return switch (device.kind()) {
            case BRIDGE -> Way.BRIDGE_DEVICE;
            case LOOPBACK -> Way.LOOPBACK;
            case VXLAN, IPIP -> Way.TUNNEL;
            case ETHERNET, VLAN, DUMMY -> Way.DEVICE;
        };
    }
}
