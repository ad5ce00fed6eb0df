/// Kubernetes manifests as a drawing: [vethscope.model.manifest.Manifests] reads them, nodes and addresses that they
/// leave to the cluster are made up.
package vethscope.model.manifest;
