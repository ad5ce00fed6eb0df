/// The catalogue of what can be drawn: a sealed family of records, one per kind, in the words of `ip`, `sysctl`,
/// `iptables` and the Kubernetes API. [vethscope.model.element.Element] lists them all.
package vethscope.model.element;
