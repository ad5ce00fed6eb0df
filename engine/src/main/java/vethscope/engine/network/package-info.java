/// The compiled world: every machine as the kernel would hold it, every reference resolved. Knows nothing of
/// Kubernetes.
package vethscope.engine.network;
