package vethscope.model.element;

import org.jspecify.annotations.Nullable;

/// One line of a security group or network ACL; null means any.
///
/// @param peer a CIDR or a security group's id
/// @param action `allow` or `deny`, network ACLs only
public record AclRule(@Nullable String protocol, @Nullable String ports, @Nullable String peer, @Nullable String action) {}
