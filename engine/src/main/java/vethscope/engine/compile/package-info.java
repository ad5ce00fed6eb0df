/// Does what Kubernetes, the CNI plugin, kube-proxy and the cloud do: a drawing becomes machine configuration.
package vethscope.engine.compile;
