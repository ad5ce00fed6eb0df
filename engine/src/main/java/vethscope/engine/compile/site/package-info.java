/// The drawing as its machines see it: nodes and their pods, devices with addresses, the lines that an owner wrote.
package vethscope.engine.compile.site;
