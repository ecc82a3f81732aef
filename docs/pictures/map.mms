# 100x32: what 2,000 operations of a real kernel left behind, on paper
replay tests/vectors/v7.2-m96cma-cma-s3.json.xz 2000
set background light
follow $
layout map
reverse-next
