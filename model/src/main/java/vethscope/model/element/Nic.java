package vethscope.model.element;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// A drawn network interface.
///
/// @param mac null: generated from element and interface name, see [Mac#generated]
/// @param mtu bytes, 68 to 65535
/// @param primary the interface whose address is the node IP; without one the first that has an address
/// @param secondary an ENI's pool of pod addresses
/// @param prefixes ranges that a vpc delegates to an ENI, for pods
/// @param sourceDestCheck on a vpc: drop what is not its own
/// @param securityGroups on a vpc; empty: those of its machine
/// @param trunk on a vpc: carries branch ENIs as VLANs
/// @param networkCardIndex on a vpc: the card of the machine that the ENI is attached to
public record Nic(
        String name,
        List<Cidr> addresses,
        @Nullable Mac mac,
        int mtu,
        boolean primary,
        List<Ip> secondary,
        List<Cidr> prefixes,
        boolean sourceDestCheck,
        List<Id> securityGroups,
        boolean trunk,
        int networkCardIndex) {

    public static final int DEFAULT_MTU = 1500;

    /// More than any machine has.
    private static final int MOST_CARDS = 99;

    static final Fields<Nic> FIELDS = Fields.of(Nic.class, Nic.of("new"))
            .key("address", FieldType.ADDRESSES, "addresses", "`ip/prefix`, several for dual stack")
            .key("mac", FieldType.MAC, "mac", "none: generated from element and interface name")
            .key("mtu", FieldType.MTU, "mtu", "bytes")
            .key(
                    "primary",
                    FieldType.FLAG,
                    "primary",
                    "its address is the node IP; without one the first that has an address")
            .key("secondary", FieldType.IPS, "secondary", "an ENI's pool of pod addresses")
            .key("prefixes", FieldType.PREFIXES, "prefixes", "ranges that a vpc delegates to an ENI, for pods")
            .key("sourceDestCheck", FieldType.FLAG, "sourceDestCheck", "on a vpc: drop what is not its own")
            .key(
                    "securityGroups",
                    FieldType.refs("security-group"),
                    "securityGroups",
                    "on a vpc: the groups of this interface; none: its machine's")
            .key(
                    "trunk",
                    FieldType.FLAG,
                    "trunk",
                    "an ENI that carries the branch ENIs of pods with security groups of their own")
            .key(
                    "networkCardIndex",
                    new FieldType.Whole(0, MOST_CARDS),
                    "networkCardIndex",
                    "the machine's network card that an ENI is attached to");

    public Nic {
        addresses = List.copyOf(addresses);
        secondary = List.copyOf(secondary);
        prefixes = List.copyOf(prefixes);
        securityGroups = List.copyOf(securityGroups);
    }

    /// Without security groups of its own, no trunk, on the first card.
    public Nic(
            String name,
            List<Cidr> addresses,
            @Nullable Mac mac,
            int mtu,
            boolean primary,
            List<Ip> secondary,
            List<Cidr> prefixes,
            boolean sourceDestCheck) {
        this(name, addresses, mac, mtu, primary, secondary, prefixes, sourceDestCheck, List.of(), false, 0);
    }

    public static Nic of(String name, String... addresses) {
        return new Nic(
                name,
                Arrays.stream(addresses).map(Cidr::parse).toList(),
                null,
                DEFAULT_MTU,
                false,
                List.of(),
                List.of(),
                true);
    }

    public Nic withName(String name) {
        return new Nic(
                name,
                addresses,
                mac,
                mtu,
                primary,
                secondary,
                prefixes,
                sourceDestCheck,
                securityGroups,
                trunk,
                networkCardIndex);
    }

    public Nic withAddresses(List<Cidr> addresses) {
        return new Nic(
                name,
                addresses,
                mac,
                mtu,
                primary,
                secondary,
                prefixes,
                sourceDestCheck,
                securityGroups,
                trunk,
                networkCardIndex);
    }

    public Nic withMtu(int mtu) {
        return new Nic(
                name,
                addresses,
                mac,
                mtu,
                primary,
                secondary,
                prefixes,
                sourceDestCheck,
                securityGroups,
                trunk,
                networkCardIndex);
    }

    public Nic withMac(@Nullable Mac mac) {
        return new Nic(
                name,
                addresses,
                mac,
                mtu,
                primary,
                secondary,
                prefixes,
                sourceDestCheck,
                securityGroups,
                trunk,
                networkCardIndex);
    }

    public Nic withSourceDestCheck(boolean sourceDestCheck) {
        return new Nic(
                name,
                addresses,
                mac,
                mtu,
                primary,
                secondary,
                prefixes,
                sourceDestCheck,
                securityGroups,
                trunk,
                networkCardIndex);
    }
}
