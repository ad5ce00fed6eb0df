package vethscope.model.element;

/// An element that is a Linux machine or namespace configured by hand: interfaces, routes, rules, sysctls, iptables.
public sealed interface LinuxBox extends Element
        permits KubeNode, BareNetns, Router, Host, InternetGateway, NatGateway, LoadBalancer {

    Machine machine();

    LinuxBox withMachine(Machine machine);
}
