package vethscope.model.element;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The catalogue of kinds, in the order of the format page.
public final class Kinds {

    public static final List<Kind<?>> ALL = List.of(
            Zone.KIND,
            KubeNode.KIND,
            BareNetns.KIND,
            Bridge.KIND,
            Pod.KIND,
            Service.KIND,
            Ingress.KIND,
            Gateway.KIND,
            HttpRoute.KIND,
            NetworkPolicy.KIND,
            ClusterNetworkPolicy.KIND,
            Switch.KIND,
            Router.KIND,
            Vpc.KIND,
            SecurityGroup.KIND,
            NetworkAcl.KIND,
            InternetGateway.KIND,
            NatGateway.KIND,
            LoadBalancer.KIND,
            Internet.KIND,
            Host.KIND,
            Note.KIND);

    private static final Map<String, Kind<?>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Kind::name, Function.identity()));

    private static final Map<Class<?>, Kind<?>> BY_TYPE =
            ALL.stream().collect(Collectors.toUnmodifiableMap(k -> k.fields().type(), Function.identity()));

    private Kinds() {}

    /// The kind with this word in the file.
    public static Optional<Kind<?>> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    @SuppressWarnings("unchecked") // a kind is listed under the class that its fields have
    public static <E extends Element> Kind<E> of(E element) {
        Kind<?> kind = BY_TYPE.get(element.getClass());
        if (kind == null) {
            throw new IllegalStateException(element.getClass() + " is not in the catalogue");
        }
        return (Kind<E>) kind;
    }
}
