# In what the kernels differ: the table that the profiles make.
echo The named behaviours in which the kernels of mmscope differ, each as these kernels do it.
echo
compare all
