package vethscope.model.element;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.model.Id;

/// Anything that can be drawn. `permits` is the catalogue.
public sealed interface Element
        permits Zone,
                LinuxBox,
                Pod,
                Bridge,
                Service,
                Ingress,
                Gateway,
                HttpRoute,
                NetworkPolicy,
                ClusterNetworkPolicy,
                Switch,
                Vpc,
                SecurityGroup,
                NetworkAcl,
                Internet,
                Note {

    Head head();

    Element withHead(Head head);

    default Id id() {
        return head().id();
    }

    /// What people see: the given name, else the id.
    default String name() {
        @Nullable String label = head().label();
        return label == null ? id().value() : label;
    }

    /// The element that contains this one.
    default Optional<Id> in() {
        return Optional.ofNullable(head().in());
    }
}
