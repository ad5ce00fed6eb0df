/// Whole drawings made from a few numbers: valid, wired, addressed and laid out. [vethscope.model.generate.ClusterSize]
/// says what is wanted, [vethscope.model.generate.Clusters] draws it.
package vethscope.model.generate;
