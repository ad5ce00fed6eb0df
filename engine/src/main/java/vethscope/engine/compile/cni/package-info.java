/// CNI plugins: how pods get addresses and routes, overlays between nodes, host ports, and the masquerade on the way
/// out.
package vethscope.engine.compile.cni;
