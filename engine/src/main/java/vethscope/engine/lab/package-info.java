/// The drawing as configuration that Linux can run: texts of `ip`, `iptables` and `nft`, and a lab of namespaces.
@org.jspecify.annotations.NullMarked
package vethscope.engine.lab;
