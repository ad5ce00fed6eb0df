package vethscope.engine.packet;

import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// An ARP message (RFC 826). A request's target hardware address is zero.
public record Arp(boolean request, Ip senderIp, Mac senderMac, Ip targetIp, Mac targetMac) implements Frame.Content {}
