package vethscope.engine.netfilter;

/// The numbers that rules keep for themselves from packet to packet.
interface Meter {

    /// What tells the rule from all others of its namespace: table, chain and number.
    String rule();

    /// 0 for what was never written.
    long read(String name);

    void write(String name, long value);
}
