package vethscope.engine.network;

import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;

/// One line of `ip rule`: packets that match look in `table`. A null selector matches all; smaller priority first.
///
/// @param mark value and mask of the packet mark; a zero mask matches all
public record RouteRule(
        int priority,
        @Nullable Cidr from,
        @Nullable Cidr to,
        @Nullable String iif,
        @Nullable String oif,
        int mark,
        int mask,
        int table) {}
