/// kube-proxy: services and EndpointSlices, and what it writes for them with iptables, nftables and IPVS.
package vethscope.engine.compile.kubeproxy;
