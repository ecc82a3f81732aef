# 120x40: a split, block by block
alloc 0 movable
bulk 9 movable
start alloc 6 movable
break expand
continue
step 2
