from brands.api.companies import BrandDetail, BrandList, OwnBrand

__all__ = ["BrandDetail", "BrandList", "OwnBrand"]
