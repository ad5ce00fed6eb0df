package vethscope.model.element;

/// A gateway.networking.k8s.io/v1beta1 ReferenceGrant: who may refer to things of its namespace.
///
/// @param name empty: none is needed
/// @param spec `from` and `to` as the API writes them
public record ReferenceGrant(String name, String namespace, Spec spec) {

    public static final Fields<ReferenceGrant> FIELDS = Fields.of(
                    ReferenceGrant.class, new ReferenceGrant("", "default", Spec.EMPTY))
            .key("name", FieldType.TEXT, "name", "its name")
            .key("namespace", FieldType.TEXT, "namespace", "whose things may be referred to")
            .including(
                    "spec",
                    Spec.keys(
                            "from",
                            "groups, kinds and namespaces that may refer, as the API writes them",
                            "to",
                            "groups, kinds and names that they may refer to, as the API writes them"));

    /// What tells two of them apart.
    public String key() {
        return namespace + "/" + name;
    }
}
