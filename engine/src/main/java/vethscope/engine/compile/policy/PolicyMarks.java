package vethscope.engine.compile.policy;

/// Bits of the packet mark that policies use. kube-proxy has 0x4000 and 0x8000, portmap 0x2000, the Amazon VPC CNI
/// 0x80.
final class PolicyMarks {

    /// Some rule accepted the packet.
    static final int ALLOWED = 0x10000;

    /// Some rule of the tier said Pass.
    static final int PASSED = 0x20000;

    /// The packet's address is in the set that was asked last.
    static final int MATCH = 0x40000;

    static final int ALL = ALLOWED | PASSED | MATCH;

    private PolicyMarks() {}
}
